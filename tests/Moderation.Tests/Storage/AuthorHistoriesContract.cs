using Moderation.Pages;
using Moderation.Policies;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>What became of the submissions of verified authors, and what of it counts.</summary>
public abstract class AuthorHistoriesContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly byte[] author = Some.Hash(Some.Id().ToString());

    private AuthorHistories Histories => new(fixture.Database);

    [Fact]
    public async Task Approved_and_rejected_are_counted_by_when_they_were_decided()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        await fixture.InsertAsync(
            Past(page, SubmissionState.Approved, 200), Past(page, SubmissionState.Approved, 80), Past(page, SubmissionState.Approved, 10),
            Past(page, SubmissionState.Rejected, 85), Past(page, SubmissionState.Rejected, 5), Past(page, SubmissionState.Rejected, 91),
            Past(page, SubmissionState.Flagged, 1), Some.Submission(page) with { AuthorKey = author, IsAuthorVerified = true });
        Assert.Equal(new AuthorPast { Approved = 3, ApprovedForTrust = 2, RejectedForTrust = 2, ApprovedForRate = 1, RejectedForRate = 1 }, await CountAsync(page));
    }

    [Fact]
    public async Task The_edge_of_a_window_is_in_it()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        await fixture.InsertAsync(Past(page, SubmissionState.Approved, 90), Past(page, SubmissionState.Rejected, 30));
        Assert.Equal(new AuthorPast { Approved = 1, ApprovedForTrust = 1, RejectedForTrust = 1, ApprovedForRate = 0, RejectedForRate = 1 }, await CountAsync(page));
    }

    [Fact]
    public async Task Who_has_nothing_approved_and_has_not_sent_a_hundred_is_new()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        byte[] known = Some.Hash(Some.Id().ToString());
        byte[] persistent = Some.Hash(Some.Id().ToString());
        await fixture.InsertAsync(
        [
            Past(page, SubmissionState.Rejected, 3), Past(page, SubmissionState.Flagged, 1) with { IsAuthorVerified = false },
            Past(page, SubmissionState.Rejected, 3) with { AuthorKey = known }, Past(page, SubmissionState.Approved, 2) with { AuthorKey = known },
            .. Enumerable.Range(0, AuthorPast.Limit).Select(_ => Past(page, SubmissionState.Rejected, 1) with { AuthorKey = persistent }),
        ]);
        Assert.Equal([AuthorHistories.KeyOf(author)], await Histories.FindUnknownAsync([author, known, persistent, author], None));
        Assert.Empty(await Histories.FindUnknownAsync([], None));
    }

    [Fact]
    public async Task Others_do_not_count()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Page elsewhere = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        await fixture.InsertAsync(
            Past(elsewhere, SubmissionState.Approved, 1), Past(page, SubmissionState.Approved, 1) with { AuthorKey = Some.Hash("another") },
            Past(page, SubmissionState.Rejected, 1) with { IsAuthorVerified = false }, Past(page, SubmissionState.Rejected, 1) with { IsTest = true });
        Assert.Equal(new AuthorPast { Approved = 0, ApprovedForTrust = 0, RejectedForTrust = 0, ApprovedForRate = 0, RejectedForRate = 0 }, await CountAsync(page));
        Assert.Equal(1, (await CountAsync(page, isTest: true)).RejectedForTrust);
    }

    [Theory]
    [InlineData(ReasonCodes.PageClosed)]
    [InlineData(ReasonCodes.AuthorBlocked)]
    [InlineData(ReasonCodes.NetworkBlocked)]
    public async Task What_says_nothing_about_the_text_does_not_count(string code)
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        string reasons = PolicyJson.Write([new Reason { Code = code, Rule = 1 }]);
        await fixture.InsertAsync(
            Past(page, SubmissionState.Rejected, 1) with { Verdict = Verdict.Reject, ReasonsJson = reasons },
            Past(page, SubmissionState.Rejected, 1) with { Verdict = Verdict.Reject, ReasonsJson = PolicyJson.Write([new Reason { Code = "spam_certain", Rule = 8 }]) },
            Past(page, SubmissionState.Rejected, 1) with { Verdict = Verdict.Flag, ReasonsJson = reasons });

        // The second for its text, the third because a person rejected it.
        Assert.Equal(2, (await CountAsync(page)).RejectedForTrust);
    }

    [Fact]
    public async Task Removed_by_a_person_is_rejected_and_withdrawn_is_nothing()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission removed = Past(page, SubmissionState.Removed, 1);
        Submission withdrawn = Past(page, SubmissionState.Removed, 1);
        await fixture.InsertAsync(removed, withdrawn);
        AuditEntry[] trail =
        [
            Entry(removed, AuditKind.Decision), Entry(withdrawn, AuditKind.Withdrawal),
        ];
        await fixture.Database.RunAsync((unit, token) => new AuditStore(fixture.Database).AppendManyAsync(unit, trail, token), None);
        Assert.Equal(1, (await CountAsync(page)).RejectedForTrust);
        Assert.Equal(1, (await CountAsync(page)).RejectedForRate);
    }

    [Fact]
    public async Task A_batch_is_answered_at_once_and_nobody_is_asked_about_twice()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        await fixture.InsertAsync([.. Enumerable.Range(0, 150).Select(i => Past(page, SubmissionState.Approved, 1 + (i % 20)))]);
        AuthorProbe[] probes = [Probe(page), Probe(page), Probe(page) with { AuthorKey = Some.Hash("nobody") }, Probe(page) with { IsTest = true }];
        IReadOnlyDictionary<AuthorId, AuthorPast> pasts = await Histories.CountAsync(probes, None);
        Assert.Equal(3, pasts.Count);
        Assert.Equal(AuthorPast.Limit, pasts[AuthorId.Of(page.Site, false, author)].Approved);
        Assert.Empty(await Histories.CountAsync([], None));
    }

    private static AuditEntry Entry(Submission row, AuditKind kind) =>
        new() { EntryId = Some.Id(), Site = row.Key.Site, SubmissionId = row.Key.Id, Version = row.Version, Kind = kind, Actor = "site", At = row.DecidedAt!.Value };

    private Submission Past(Page page, SubmissionState state, int daysAgo) =>
        Some.Submission(page, state, at: fixture.Clock.GetUtcNow().AddDays(-daysAgo)) with { AuthorKey = author, IsAuthorVerified = true, ReasonsJson = "[]" };

    private AuthorProbe Probe(Page page) => new()
    {
        Site = page.Site,
        AuthorKey = author,
        IsTest = false,
        TrustSince = fixture.Clock.GetUtcNow().AddDays(-90),
        RateSince = fixture.Clock.GetUtcNow().AddDays(-30),
    };

    private async Task<AuthorPast> CountAsync(Page page, bool isTest = false) => (await Histories.CountAsync([Probe(page) with { IsTest = isTest }], None)).Values.Single();
}

public sealed class AuthorHistoriesOnSqlite(SqliteFixture fixture) : AuthorHistoriesContract(fixture), IClassFixture<SqliteFixture>;

public sealed class AuthorHistoriesOnPostgres(PostgresFixture fixture) : AuthorHistoriesContract(fixture), IClassFixture<PostgresFixture>;
