using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moderation.Accounts;
using Moderation.Administration;
using Moderation.Authors;
using Moderation.Blocks;
using Moderation.Bulk;
using Moderation.Campaigns;
using Moderation.Feedback;
using Moderation.Intake;
using Moderation.Judging;
using Moderation.Labels;
using Moderation.Messaging;
using Moderation.Models;
using Moderation.Pages;
using Moderation.Persons;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Quality;
using Moderation.Reports;
using Moderation.Retention;
using Moderation.Review;
using Moderation.Rotation;
using Moderation.Scales;
using Moderation.Search;
using Moderation.Server.Alerts;
using Moderation.Server.Bootstrap;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Telemetry;
using Moderation.Training;
using Moderation.WordLists;

namespace Moderation.Server.Hosting;

/// <summary>Registers the features of the core. Everything is a singleton: classes hold dependencies, never the state of a request.</summary>
internal static class FeatureExtensions
{
    public static IServiceCollection AddPreparedStore(this IServiceCollection services, PreparedStore store) =>
        services.AddSingleton(store.Database).AddSingleton(store.Ring);

    /// <summary>Every store, and what is needed to fill and read them: the key ring's users.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services) => services
        .AddSingleton(RandomNumberGenerator.Create())
        .AddSingleton<StoreWait>()
        .AddSingleton<InstallationStore>()
        .AddSingleton<SiteStore>()
        .AddSingleton<ApiKeyStore>()
        .AddSingleton<SiteKeys>()
        .AddSingleton<SiteRegistration>()
        .AddSingleton<KeyIssuer>()
        .AddSingleton<ChangeSites>()
        .AddSingleton<ChangeKeys>()
        .AddSingleton<ErrorDesk>()
        .AddSingleton<ChangeHours>()
        .AddSingleton<AlertStore>()
        .AddSingleton<AlertDeliveries>()
        .AddSingleton<ChangePolicy>()
        .AddSingleton<ChangeScale>()
        .AddSingleton<ReplayPolicy>()
        .AddSingleton<PageStore>()
        .AddSingleton<PagesByAddress>()
        .AddSingleton<SetPage>()
        .AddSingleton<FeatureComment>()
        .AddSingleton<TestSubmissions>()
        .AddSingleton<SubmissionStore>()
        .AddSingleton<RecentSubmissions>()
        .AddSingleton<AuthorHistories>()
        .AddSingleton<WaitingSubmissions>()
        .AddSingleton<CommentReads>()
        .AddSingleton<AuditStore>()
        .AddSingleton<PolicyStore>()
        .AddSingleton<SitePolicies>()
        .AddSingleton<SeenDomains>()
        .AddSingleton<WordListStore>()
        .AddSingleton<SiteWordLists>()
        .AddSingleton<ManageWordLists>()
        .AddSingleton<ApplyWordList>()
        .AddSingleton<ApprovedSubmissions>()
        .AddSingleton<FlaggedSubmissions>()
        .AddSingleton<ScoredSamples>()
        .AddSingleton<ExplainThresholds>()
        .AddSingleton<DecisionSignal>()
        .AddSingleton<CampaignStore>()
        .AddSingleton<CampaignMemory>()
        .AddSingleton<SketchMaker>()
        .AddSingleton<ArrivalQueue>()
        .AddSingleton<BulkStore>()
        .AddSingleton<FollowerCheck>()
        .AddSingleton<IdentityKeyStore>()
        .AddSingleton<IdentityKeyIssuer>()
        .AddSingleton<SiteIdentityKeys>()
        .AddSingleton<BlockStore>()
        .AddSingleton<BlockNames>()
        .AddSingleton<SiteBlocks>()
        .AddSingleton<ChangeBlocks>()
        .AddSingleton<ModelStore>()
        .AddSingleton<ScaleStore>()
        .AddSingleton<SiteScales>()
        .AddSingleton<FeedbackStore>()
        .AddSingleton<RecordFeedback>()
        .AddSingleton<SettleFeedback>()
        .AddSingleton<KeyUsageStore>()
        .AddSingleton<ChallengerStore>()
        .AddSingleton<PromotionStore>()
        .AddSingleton<RegisterModel>()
        .AddSingleton<PromoteModel>()
        .AddSingleton<RollBackModel>()
        .AddSingleton<ShadowStore>()
        .AddSingleton<StartShadow>()
        .AddSingleton<StopShadow>()
        .AddSingleton<ShadowReader>()
        .AddSingleton<BlindStore>()
        .AddSingleton<DaySubmissions>()
        .AddSingleton<QualityReader>()
        .AddSingleton<OutboxStore>()
        .AddSingleton<DeadLetterStore>()
        .AddSingleton<DeadLetterRedrive>()
        .AddSingleton<EventWriter>()
        .AddSingleton<EmailSealer>()
        .AddSingleton<AuthorKeys>()
        .AddSingleton<AuthorTokens>()
        .AddSingleton<NetworkHasher>()
        .AddSingleton<BodyHasher>()
        .AddSingleton<ContentHasher>()
        .AddSingleton<RetentionStore>()
        .AddSingleton<RetentionWalks>()
        .AddSingleton<RetentionTrail>()
        .AddSingleton<RetentionAudit>()
        .AddSingleton<RetentionRunStore>()
        .AddSingleton<KeepRetention>()
        .AddSingleton<FindPerson>()
        .AddSingleton<EraseSubmission>()
        .AddSingleton<EraseBlocks>()
        .AddSingleton<ExportReader>()
        .AddSingleton<RenewSeals>()
        .AddSingleton<ReviewQueueStore>()
        .AddSingleton<ReviewClaims>()
        .AddSingleton<ReviewContext>()
        .AddSingleton<ReviewDesk>()
        .AddSingleton<ShowAuthorAddress>()
        .AddSingleton<OutboxWatch>()
        .AddSingleton<LabelStore>()
        .AddSingleton<LabelledTexts>()
        .AddSingleton<LabelHoldStore>()
        .AddSingleton<TrainingSetStore>()
        .AddSingleton<TrainingRunStore>()
        .AddSingleton<FreezeTrainingSet>()
        .AddSingleton<TrainSite>()
        .AddSingleton<RetrainingDue>()
        .AddSingleton<ModeratorStore>()
        .AddSingleton<SessionStore>()
        .AddSingleton<Passwords>()
        .AddSingleton<SecondFactor>()
        .AddSingleton<Sessions>()
        .AddSingleton<ManageModerators>()
        .AddSingleton<SignIn>();

    public static IServiceCollection AddScoring(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<ModerationMeter>()
        .AddSingleton<ModelHost>()
        .AddSingleton<IScorer>(provider => provider.GetRequiredService<ModelHost>())
        .AddHostedService(provider => provider.GetRequiredService<ModelHost>())
        .AddSingleton<OncePerStore>()
        .AddSingleton<FirstStart>()
        .AddSingleton<FirstAdmin>()
        .AddSingleton<AuthorStandings>()
        .AddSingleton<ShadowJudge>()
        .AddSingleton<ShadowLog>()
        .AddSingleton<SubmissionJudge>()
        .AddSingleton<TextJudge>()
        .AddSingleton<JudgeText>()
        .AddSingleton<WithdrawSubmission>()
        .AddSingleton<ReadHealth>()
        .AddSingleton<ReceiveReport>()
        .AddSingleton<DecideSubmission>()
        .AddSingleton<RemoveThread>()
        .AddSingleton<BulkParts>()
        .AddSingleton<DecideInBulk>()
        .AddSingleton<BlindReview>();

    public static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddReplyPreparation()
        .AddSingleton<ReplyIntake>()
        .AddHostedService(provider => provider.GetRequiredService<ReplyIntake>());

    /// <summary>What trains; the runs themselves may be asked for by any process that has the console.</summary>
    public static IServiceCollection AddTraining(this IServiceCollection services) => services
        .AddSingleton<TrainerBell>()
        .AddHostedService<TrainingRunner>()
        .AddHostedService<TrainingSchedule>();

    public static IServiceCollection AddJudging(this IServiceCollection services) => services
        .AddReplyPreparation()
        .AddSingleton<VerdictWriter>()
        .AddSingleton<JudgeReceived>()
        .AddSingleton<GroupSubmissions>()
        .AddHostedService<Grouping>()
        .AddHostedService<BulkSweep>()
        .AddSingleton<SearchIndex>()
        .AddHostedService<Indexing>()
        .AddHostedService<ReceivedSweep>()
        .AddHostedService<UnscoredSweep>()
        .AddHostedService(provider => provider.GetRequiredService<ShadowLog>())
        .AddHostedService<RescoreWaiting>()
        .AddHostedService<DrawBlindSamples>()
        .AddSingleton<UnreviewedSweep>()
        .AddHostedService(provider => provider.GetRequiredService<UnreviewedSweep>())
        .AddSingleton<AlertWatch>()
        .AddHostedService(provider => provider.GetRequiredService<AlertWatch>())
        .AddHostedService<TestSweep>()
        .AddSingleton<RetentionMeter>()
        .AddHostedService<RetentionJob>()
        .AddSingleton<DriftWatch>()
        .AddHostedService(provider => provider.GetRequiredService<DriftWatch>());

    /// <summary>What HTTP intake and the queue share; a process may have either or both.</summary>
    private static IServiceCollection AddReplyPreparation(this IServiceCollection services)
    {
        services.TryAddSingleton<SenderCheck>();
        services.TryAddSingleton<ReplyPreparer>();
        services.TryAddSingleton<ReplyPlacer>();
        return services;
    }
}
