using Microsoft.Extensions.Logging.Abstractions;
using Moderation.Accounts;
using Moderation.Bulk;
using Moderation.Campaigns;
using Moderation.Labels;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Review;
using Moderation.Submissions;
using Moderation.Tests.Campaigns;

namespace Moderation.Tests.Storage;

/// <summary>What tests of decisions about many share: a page with texts, somebody who decides, and what carries it out.</summary>
public abstract class BulkBench(StoreFixture fixture)
{
    private protected const string Text = "Earn nine hundred dollars every day from home with this one simple trading method and write to me now";

    private protected static readonly CancellationToken None = CancellationToken.None;

    private readonly SubmissionStore submissions = new(fixture.Database);

    private protected StoreFixture Fixture => fixture;

    private protected BulkStore Bulks { get; } = new(fixture.Database);

    private protected CampaignStore Campaigns { get; } = new(fixture.Database);

    private protected DecideSubmission Decide => new(
        fixture.Database, submissions, new PageStore(fixture.Database), new AuditStore(fixture.Database), new SeenDomains(fixture.Database),
        new EventWriter(new OutboxStore(fixture.Database)), new DecisionSignal(), fixture.Clock, new LabelStore(fixture.Database));

    private protected BulkParts Parts => new(Bulks, Decide, new FollowerCheck(submissions, Campaigns), fixture.Clock);

    private protected DecideInBulk Bulk => new(fixture.Database, Bulks, Campaigns, Parts, new AuditStore(fixture.Database), fixture.Clock);

    private protected PreviewBulk Preview => new(Bulks, Campaigns, submissions, SomeTexts.Sketches);

    private protected BulkSweep Sweep => new(Bulks, Campaigns, Bulk, fixture.Database, fixture.Clock, NullLogger<BulkSweep>.Instance);

    private protected async Task<Campaign> GroupAsync(Page page, Submission[] rows)
    {
        using GroupSubmissions process = new(Campaigns, new CampaignMemory(Campaigns, fixture.Database, fixture.Clock), new SeenDomains(fixture.Database), fixture.Database, SomeTexts.Sketches, fixture.Clock);
        await process.HandleAsync(page.Site, [.. rows.Select(CampaignsContract.Arrival)], None);
        return Assert.Single(await fixture.Database.ReadAsync((unit, token) => CampaignStore.ListActiveAsync(unit, page.Site, fixture.Clock.GetUtcNow(), token), None));
    }

    private protected async Task DecideAsync(Page page, Moderator moderator, Campaign campaign, bool isRejection)
    {
        BulkDecision draft = (await Bulk.DraftAsync(
            new BulkDraft { Site = page.Site, IsRejection = isRejection, Reason = "spam", Title = "Campaign 1", ModeratorId = moderator.ModeratorId, Campaign = campaign }, None))!;
        Assert.True(await Bulk.ConfirmAsync(draft, None));
        await Bulk.RunAsync(draft, null, None);
    }

    private protected async Task<BulkDecision> DraftAsync(Page page, Moderator moderator, Submission[] rows, bool isRejection) => (await Bulk.DraftAsync(
        new BulkDraft
        {
            Site = page.Site,
            IsRejection = isRejection,
            Reason = isRejection ? "spam" : null,
            Title = "the whole list",
            ModeratorId = moderator.ModeratorId,
            Items = [.. rows.Select(row => (row.Key.Id, row.Version))],
        },
        None))!;

    private protected static DecisionRequest Request(Submission row, Decision decision, Moderator moderator) =>
        new() { Key = row.Key, Decision = decision, Actor = moderator.Actor, DecidedBy = moderator.Actor, ExpectedVersion = row.Version, ModeratorId = moderator.ModeratorId };

    private protected async Task<Submission[]> FindAsync(Submission[] rows)
    {
        Dictionary<SubmissionKey, Submission> found = (await submissions.FindManyAsync([.. rows.Select(row => row.Key)], None)).ToDictionary(row => row.Key);
        return [.. rows.Select(row => found[row.Key])];
    }

    private protected async Task<(string?, string?, string?, string)> LastEntryAsync(Submission row)
    {
        AuditEntry entry = (await new AuditStore(fixture.Database).ListAsync(row.Key, None))[^1];
        return (entry.Decision, entry.Reason, entry.Note, entry.Actor);
    }

    private protected async Task<Page> PageAsync() => await fixture.PageAsync((await fixture.SiteAsync()).Id);

    private protected async Task<Submission[]> StoreAsync(Page page, IEnumerable<string> texts, SubmissionState state = SubmissionState.Flagged, string? reasons = null)
    {
        Submission[] rows =
        [
            .. texts.Select(text => Some.Submission(page, state, at: fixture.Clock.GetUtcNow()) with
            {
                Body = text, BodyHash = Some.Hash(text), Verdict = Verdict.Flag, ReasonsJson = reasons, Scores = new Scores { Spam = 0.4 }, ModelVersion = "a model",
            }),
        ];
        await fixture.InsertAsync(rows);
        return rows;
    }

    private protected Task<Moderator> ModeratorAsync() => SomeModerators.AddAsync(fixture);
}
