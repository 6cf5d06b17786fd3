using Moderation.Models;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Quality;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Shadows, blind review and scoring what waits once more, as the store keeps them.</summary>
public abstract class WatchingModelsContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_site_has_one_shadow_at_a_time()
    {
        ShadowStore shadows = new(fixture.Database);
        SiteId site = (await fixture.SiteAsync()).Id;
        Shadow shadow = await ShadowAsync(site, "one");
        Assert.True(await StartAsync(shadow));
        Assert.False(await StartAsync(shadow with { ShadowId = Some.Id() }));
        Assert.Equal(shadow, (await shadows.ListRunningAsync(None)).Single(one => one.SiteId == site.Value));
        Assert.Equal(shadow, await shadows.LastAsync(site, None));

        Assert.True(await StopAsync(site));
        Assert.False(await StopAsync(site));
        Assert.DoesNotContain(await shadows.ListRunningAsync(None), one => one.SiteId == site.Value);
        Assert.Equal(StoreFixture.Start.AddHours(1), (await shadows.LastAsync(site, None))!.StoppedAt);
        Shadow next = shadow with { ShadowId = Some.Id(), StartedAt = StoreFixture.Start.AddHours(2) };
        Assert.True(await StartAsync(next));
        Assert.Equal(next, await shadows.LastAsync(site, None));
    }

    [Fact]
    public async Task What_a_shadow_keeps_is_bounded()
    {
        ShadowStore shadows = new(fixture.Database);
        SiteId site = (await fixture.SiteAsync()).Id;
        Shadow shadow = await ShadowAsync(site, "two");
        Assert.True(await StartAsync(shadow));
        ShadowTally tally = new() { ShadowId = shadow.ShadowId, Champion = "approve", Challenger = "flag", Submissions = 3 };
        await shadows.AddAsync([tally], [], None);
        await shadows.AddAsync([tally, tally with { Challenger = "approve" }], [], None);
        Assert.Equal([("approve", 3), ("flag", 6)], (await shadows.TalliesAsync(shadow.ShadowId, None)).Select(one => (one.Challenger, one.Submissions)));

        ShadowDifference[] differences = [.. Enumerable.Range(0, ShadowStore.DifferencesKept + 100).Select(i => new ShadowDifference
        {
            ShadowId = shadow.ShadowId,
            SubmissionId = Some.Id(),
            ChampionVerdict = "approve",
            ChallengerVerdict = "flag",
            ChampionCodes = "",
            ChallengerCodes = "insult links",
            At = StoreFixture.Start.AddSeconds(i),
        })];
        await shadows.AddAsync([], differences[..400], None);
        await shadows.AddAsync([], differences[400..], None);
        await shadows.AddAsync([], differences[^1..], None);
        IReadOnlyList<ShadowDifference> kept = await shadows.DifferencesAsync(shadow.ShadowId, 10_000, None);
        Assert.Equal(ShadowStore.DifferencesKept, kept.Count);
        Assert.Equal([differences[^1], differences[^2]], kept.Take(2));
    }

    [Fact]
    public async Task A_day_is_drawn_from_once_and_answered_once()
    {
        BlindStore blind = new(fixture.Database);
        SiteId site = (await fixture.SiteAsync()).Id;
        BlindDay day = new() { Site = site, Day = "2026-11-22", Near = 20, Far = 100, Stopped = 7, DrawnAt = StoreFixture.Start };
        BlindItem[] items = [.. Enumerable.Range(0, 3).Select(i => new BlindItem { Key = new(site, new SubmissionId(Some.Id())), Day = day.Day, Part = (BlindPart)i, Weight = 1.5 + i, ModelVersion = "m", DrawnAt = StoreFixture.Start })];
        Assert.Contains(site, await blind.ListDueAsync(day.Day, None));
        Assert.True(await blind.AddAsync(day, items, None));
        Assert.False(await blind.AddAsync(day, [.. items.Select(item => item with { Key = new(site, new SubmissionId(Some.Id())) })], None));
        Assert.DoesNotContain(site, await blind.ListDueAsync(day.Day, None));
        Assert.Contains(site, await blind.ListDueAsync("2026-11-23", None));

        Assert.Equal(items, await blind.ListWaitingAsync(site, StoreFixture.Start.AddDays(-1), 10, None));
        Assert.Empty(await blind.ListWaitingAsync(site, StoreFixture.Start, 10, None));
        Assert.True(await AnswerAsync(items[0], BlindAnswer.Violating, "spam"));
        Assert.False(await AnswerAsync(items[0], BlindAnswer.Acceptable, null));
        Assert.False(await AnswerAsync(items[0] with { Key = new(site, new SubmissionId(Some.Id())) }, BlindAnswer.Acceptable, null));
        Assert.Equal(items[1..], await blind.ListWaitingAsync(site, StoreFixture.Start.AddDays(-1), 10, None));
        IReadOnlyList<BlindItem> drawn = await blind.ListDrawnAsync(site, StoreFixture.Start.AddDays(-1), 10, None);
        Assert.Equal(3, drawn.Count);
        BlindItem answered = drawn.Single(item => item.Answer is not null);
        Assert.Equal(items[0] with { Answer = BlindAnswer.Violating, Reason = "spam", AnsweredBy = "moderator:1", AnsweredAt = StoreFixture.Start.AddHours(1) }, answered);

        Task<bool> AnswerAsync(BlindItem item, BlindAnswer answer, string? reason) =>
            fixture.Database.RunAsync((unit, token) => blind.AnswerAsync(unit, item.Key, answer, reason, "moderator:1", StoreFixture.Start.AddHours(1), token), None);
    }

    [Fact]
    public async Task A_day_is_what_the_policy_judged_in_it_and_what_people_made_of_that()
    {
        DaySubmissions days = new(fixture.Database);
        SiteId site = (await fixture.SiteAsync()).Id;
        Page page = await fixture.PageAsync(site);
        DateTimeOffset noon = StoreFixture.Start;
        Submission approved = Scored(page, SubmissionState.Approved, Verdict.Approve, noon);
        Submission flagged = Scored(page, SubmissionState.Flagged, Verdict.Flag, noon);
        Submission rejected = Scored(page, SubmissionState.Rejected, Verdict.Reject, noon);
        Submission overruled = Scored(page, SubmissionState.Approved, Verdict.Flag, noon);
        Submission removed = Scored(page, SubmissionState.Removed, Verdict.Approve, noon);
        Submission withdrawn = Scored(page, SubmissionState.Removed, Verdict.Approve, noon);
        await fixture.InsertAsync(
            approved, flagged, rejected, overruled, removed, withdrawn,
            Scored(page, SubmissionState.Approved, Verdict.Approve, noon.AddDays(-1)), Scored(page, SubmissionState.Approved, Verdict.Approve, noon.AddDays(1)),
            Scored(page, SubmissionState.Approved, Verdict.Approve, noon) with { IsTest = true }, Some.Submission(page, SubmissionState.Flagged));
        AuditStore audit = new(fixture.Database);
        AuditEntry entry = new() { EntryId = Some.Id(), Site = site, SubmissionId = removed.Key.Id, Kind = AuditKind.Decision, Actor = "moderator:1", ToState = SubmissionState.Removed, At = noon };
        await fixture.Database.RunAsync((unit, token) => audit.AppendManyAsync(unit, [entry], token), None);

        List<DaySubmission> found = [];
        await foreach (DaySubmission one in days.ReadAsync(site, noon.AddHours(-1), noon.AddHours(1), None))
        {
            found.Add(one);
        }

        Assert.Equal(new[] { approved, flagged, rejected, overruled, removed }.Select(row => row.Key.Id).ToHashSet(), found.Select(row => row.Id).ToHashSet());
        Assert.Equal(5, found.Count);
        Assert.Equal(2, found.Count(row => row.Verdict == Verdict.Approve));
        Assert.All(found, row => Assert.Equal(0.25, row.Scores[0]));
    }

    [Fact]
    public async Task What_waits_gets_new_scores_and_stays_where_it_is()
    {
        FlaggedSubmissions flagged = new(fixture.Database);
        SubmissionStore submissions = new(fixture.Database);
        SiteId site = (await fixture.SiteAsync()).Id;
        Page page = await fixture.PageAsync(site);
        Submission waiting = Scored(page, SubmissionState.Flagged, Verdict.Flag, StoreFixture.Start);
        Submission reported = Scored(page, SubmissionState.Flagged, Verdict.Approve, StoreFixture.Start.AddSeconds(1));
        Submission decided = Scored(page, SubmissionState.Rejected, Verdict.Flag, StoreFixture.Start);
        await fixture.InsertAsync(waiting, reported, decided);
        Assert.Equal([waiting.Key, reported.Key], (await flagged.ListAsync(site, null, 10, None)).Select(row => row.Key));
        Assert.Equal([reported.Key], (await flagged.ListAsync(site, waiting, 10, None)).Select(row => row.Key));

        VerdictChange[] changes = [.. new[] { waiting, reported, decided }.Select(row => Some.Verdict(row, SubmissionState.Flagged) with
        {
            Priority = 1, ReasonsJson = """[{"code":"insult"}]""", Scores = new Scores { Spam = 0.5 }, ModelVersion = "new", PolicyVersion = 9,
        })];
        Assert.Empty(await RescoreAsync([.. changes.Select(change => change with { ExpectedVersion = 7 })]));
        Assert.Equal([waiting.Key.Id.Value], await RescoreAsync(changes));

        Submission now = (await submissions.FindAsync(waiting.Key, None))!;
        Assert.Equal((SubmissionState.Flagged, 1, "new", 9, 1, 0.5), (now.State, now.Version, now.ModelVersion!, now.PolicyVersion, now.Priority, now.Scores!.Spam));
        Assert.Equal(waiting.DecidedAt, now.DecidedAt);
        Assert.Equal("old", (await submissions.FindAsync(decided.Key, None))!.ModelVersion);
        Assert.Equal("old", (await submissions.FindAsync(reported.Key, None))!.ModelVersion);

        Task<IReadOnlySet<Guid>> RescoreAsync(IReadOnlyList<VerdictChange> all) => fixture.Database.RunAsync((unit, token) => flagged.RescoreAsync(unit, all, token), None);
    }

    [Fact]
    public async Task After_a_promotion_one_process_scores_what_waits_again()
    {
        PromotionStore promotions = new(fixture.Database);
        ModelStore models = new(fixture.Database);
        SiteId site = (await fixture.SiteAsync()).Id;
        await models.AddAsync([7], $"r-{site}", "{}", "system", None);
        await models.PromoteAsync(site.Value, $"r-{site}", "moderator:1", None);

        Promotion claimed = (await promotions.ClaimRescoringAsync(StoreFixture.Start, TimeSpan.FromMinutes(1), None)).Single(one => one.Scope == site.Value);
        Assert.DoesNotContain(await promotions.ClaimRescoringAsync(StoreFixture.Start.AddSeconds(59), TimeSpan.FromMinutes(1), None), one => one.Scope == site.Value);

        // The process that had it is gone: another takes it.
        Assert.Contains(await promotions.ClaimRescoringAsync(StoreFixture.Start.AddMinutes(2), TimeSpan.FromMinutes(1), None), one => one.Scope == site.Value);
        await promotions.RescoredAsync(claimed, StoreFixture.Start.AddMinutes(2), None);
        Assert.DoesNotContain(await promotions.ClaimRescoringAsync(StoreFixture.Start.AddHours(2), TimeSpan.FromMinutes(1), None), one => one.Scope == site.Value);
    }

    private static Submission Scored(Page page, SubmissionState state, Verdict verdict, DateTimeOffset at) =>
        Some.Submission(page, state, at: at) with { Verdict = verdict, ModelVersion = "old", PolicyVersion = 1, ReasonsJson = "[]", Scores = new Scores { Spam = 0.25 } };

    private async Task<Shadow> ShadowAsync(SiteId site, string name)
    {
        ModelStore models = new(fixture.Database);
        await models.AddAsync([1], $"champion-{name}", "{}", "system", None);
        await models.AddAsync([2], $"challenger-{name}", "{}", "system", None);
        return new Shadow { ShadowId = Some.Id(), SiteId = site.Value, Sha256 = $"challenger-{name}", Champion = $"champion-{name}", StartedAt = StoreFixture.Start, StartedBy = "cli" };
    }

    private Task<bool> StartAsync(Shadow shadow) => fixture.Database.RunAsync((unit, token) => ShadowStore.StartAsync(unit, shadow, token), None);

    private Task<bool> StopAsync(SiteId site) => fixture.Database.RunAsync((unit, token) => ShadowStore.StopAsync(unit, site, StoreFixture.Start.AddHours(1), token), None);
}

public sealed class WatchingModelsOnSqlite(SqliteFixture fixture) : WatchingModelsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class WatchingModelsOnPostgres(PostgresFixture fixture) : WatchingModelsContract(fixture), IClassFixture<PostgresFixture>;
