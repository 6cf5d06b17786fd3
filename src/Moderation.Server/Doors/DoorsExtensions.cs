using Microsoft.AspNetCore.Cors.Infrastructure;
using Moderation.Comments;
using Moderation.Feedback;
using Moderation.Server.Doors.Akismet;
using Moderation.Server.Doors.Native;
using Moderation.Server.Doors.OpenAi;
using Moderation.Server.Doors.Perspective;
using Moderation.Server.Security;

namespace Moderation.Server.Doors;

/// <summary>Everything a website or a reader calls.</summary>
internal static class DoorsExtensions
{
    public static IServiceCollection AddDoors(this IServiceCollection services)
    {
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider, SiteCorsPolicies>();
        return services
            .AddSingleton<CallerLimits>()
            .AddSingleton<RecentKeys>()
            .AddSingleton<CallerCheck>()
            .AddSingleton<FailedKeyLimit>()
            .AddSingleton<KeyUsageCounter>()
            .AddHostedService(provider => provider.GetRequiredService<KeyUsageCounter>())
            .AddSingleton<AkismetKeys>()
            .AddSingleton<AkismetAccount>()
            .AddSingleton<CheckComment>()
            .AddSingleton<StoreComment>()
            .AddSingleton<SubmitFeedback>()
            .AddSingleton<VerdictWait>()
            .AddSingleton<PostReply>()
            .AddSingleton<PostReplyForm>()
            .AddSingleton<ReplyAccess>()
            .AddSingleton<ReplyStatus>()
            .AddSingleton<DecideReply>()
            .AddSingleton<DecisionsFeed>()
            .AddSingleton<PagesApi>()
            .AddSingleton<BlocksApi>()
            .AddSingleton<FeatureApi>()
            .AddSingleton<ReportApi>()
            .AddSingleton<WordListsApi>()
            .AddSingleton<ThreadReader>()
            .AddSingleton<ThreadsApi>()
            .AddSingleton<FeedsApi>()
            .AddSingleton<ScoreApi>()
            .AddSingleton<AnalyzeComment>()
            .AddSingleton<SuggestScore>()
            .AddSingleton<Discovery>()
            .AddSingleton<ModerateInput>();
    }

    public static void MapDoors(this WebApplication app)
    {
        app.MapNativeDoor();
        app.MapAkismetDoor();
        app.MapPerspectiveDoor();
        app.MapOpenAiDoor();
    }
}
