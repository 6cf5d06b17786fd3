using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.WordLists;

namespace Moderation.Tests.Storage;

/// <summary>Word lists: kept, changed, noticed, and applied to what was approved before.</summary>
public abstract class WordListStoreContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly WordListDraft Draft = new() { Name = "house rules", Action = "reject", Entries = ["blarney", "snake oil", "Ünsinn 🍆"] };

    private WordListStore Lists => new(fixture.Database);

    private ManageWordLists Manage => new(fixture.Database, Lists, new PageStore(fixture.Database), new AuditStore(fixture.Database), fixture.Clock);

    private ApplyWordList Apply => new(
        fixture.Database, Lists, new ApprovedSubmissions(fixture.Database), new SubmissionStore(fixture.Database), new PageStore(fixture.Database), new AuditStore(fixture.Database),
        new EventWriter(new OutboxStore(fixture.Database)), new DecisionSignal(), fixture.Clock);

    [Fact]
    public async Task A_list_comes_back_as_it_was_added()
    {
        Site site = await fixture.SiteAsync();
        Page page = await fixture.PageAsync(site.Id);
        WordListDraft draft = Draft with { PageUrl = page.Url + "#comments", StartsAt = StoreFixture.Start, EndsAt = StoreFixture.Start.AddDays(2) };

        WordList added = (await Manage.AddAsync(site.Id, draft, "site", None)).List!;

        WordList found = (await Lists.FindAsync(site.Id, added.Id, None))!;
        Assert.Equal(added with { Entries = found.Entries }, found);
        Assert.Equal(draft.Entries, found.Entries);
        Assert.Equal((page.PageId, draft.StartsAt, draft.EndsAt, Verdict.Reject, 3, 1), (found.PageId, found.StartsAt, found.EndsAt, found.Action, found.EntryCount, found.Version));
        WordList listed = Assert.Single(await Lists.ListAsync(site.Id, None));
        Assert.Equal((3, 0), (listed.EntryCount, listed.Entries.Count));
        Assert.Equal(3, Assert.Single(await Lists.LoadAsync(site.Id, None)).Entries.Count);
    }

    [Fact]
    public async Task A_list_belongs_to_its_site()
    {
        Site site = await fixture.SiteAsync();
        Site other = await fixture.SiteAsync();
        WordList added = (await Manage.AddAsync(site.Id, Draft, "site", None)).List!;

        Assert.Null(await Lists.FindAsync(other.Id, added.Id, None));
        Assert.Empty(await Lists.ListAsync(other.Id, None));
        Assert.Equal(WordListOutcome.Unknown, (await Manage.ReplaceAsync(other.Id, added.Id, null, Draft, "site", None)).Outcome);
        Assert.Equal(WordListOutcome.Unknown, await Manage.RemoveAsync(other.Id, added.Id, "site", None));
        Assert.Equal(WordListOutcome.Done, (await Manage.AddAsync(other.Id, Draft, "site", None)).Outcome);
    }

    [Fact]
    public async Task A_change_names_the_version_it_replaces()
    {
        Site site = await fixture.SiteAsync();
        WordList added = (await Manage.AddAsync(site.Id, Draft, "site", None)).List!;
        WordListDraft change = Draft with { Action = "flag", Entries = ["codswallop"] };

        Assert.Equal(WordListOutcome.Done, (await Manage.ReplaceAsync(site.Id, added.Id, 1, change, "site", None)).Outcome);
        Assert.Equal(WordListOutcome.Changed, (await Manage.ReplaceAsync(site.Id, added.Id, 1, Draft, "site", None)).Outcome);
        WordList found = (await Lists.FindAsync(site.Id, added.Id, None))!;

        Assert.Equal((2, Verdict.Flag), (found.Version, found.Action));
        Assert.Equal(["codswallop"], found.Entries);
    }

    [Fact]
    public async Task Two_lists_of_a_site_do_not_share_a_name()
    {
        Site site = await fixture.SiteAsync();
        Assert.Equal(WordListOutcome.Done, (await Manage.AddAsync(site.Id, Draft, "site", None)).Outcome);
        Assert.Equal(WordListOutcome.NameTaken, (await Manage.AddAsync(site.Id, Draft, "site", None)).Outcome);
        WordList second = (await Manage.AddAsync(site.Id, Draft with { Name = "second" }, "site", None)).List!;
        Assert.Equal(WordListOutcome.NameTaken, (await Manage.ReplaceAsync(site.Id, second.Id, null, Draft, "site", None)).Outcome);
    }

    [Fact]
    public async Task A_page_nobody_knows_is_named_and_nothing_is_stored()
    {
        Site site = await fixture.SiteAsync();

        WordListResult result = await Manage.AddAsync(site.Id, Draft with { PageUrl = "https://gazette.example/never" }, "site", None);

        Assert.Equal(WordListOutcome.Invalid, result.Outcome);
        Assert.Equal(["page.url"], result.Errors.Keys);
        Assert.Empty(await Lists.ListAsync(site.Id, None));
    }

    [Fact]
    public async Task A_site_has_a_hundred_lists_and_no_more()
    {
        Site site = await fixture.SiteAsync();
        for (int number = 0; number < WordListStore.MaxLists; number++)
        {
            Assert.Equal(WordListOutcome.Done, (await Manage.AddAsync(site.Id, Draft with { Name = $"list {number}" }, "site", None)).Outcome);
        }

        Assert.Equal(WordListOutcome.TooMany, (await Manage.AddAsync(site.Id, Draft, "site", None)).Outcome);
        Assert.Equal(WordListStore.MaxLists, (await Lists.ListAsync(site.Id, None)).Count);
    }

    [Fact]
    public async Task A_change_is_noticed_within_two_seconds_and_not_asked_for_at_every_look()
    {
        Site site = await fixture.SiteAsync();
        SiteWordLists current = new(Lists, fixture.Clock);
        Assert.Same(WordListMatcher.Empty, await current.CurrentAsync(site.Id, None));

        WordList added = (await Manage.AddAsync(site.Id, Draft, "site", None)).List!;
        fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
        WordListMatcher first = await current.CurrentAsync(site.Id, None);
        Assert.Single(first.Match("snake oil", null, fixture.Clock.GetUtcNow()));

        fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Same(first, await current.CurrentAsync(site.Id, None));

        Assert.Equal(WordListOutcome.Done, await Manage.RemoveAsync(site.Id, added.Id, "site", None));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Empty((await current.CurrentAsync(site.Id, None)).Match("snake oil", null, fixture.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Applying_a_list_flags_approved_comments_with_a_reason_an_audit_entry_and_an_event()
    {
        Site site = await fixture.SiteAsync();
        Page page = await fixture.PageAsync(site.Id);
        Submission bad = Some.Submission(page, SubmissionState.Approved, at: StoreFixture.Start.AddMinutes(-1)) with { Body = "Pure BL4RNEY, I say.", Verdict = Verdict.Approve, ReasonsJson = """[{"code":"profanity","rule":11}]""", PolicyVersion = 3 };
        Submission good = Some.Submission(page, SubmissionState.Approved);
        Submission rejected = Some.Submission(page, SubmissionState.Rejected) with { Body = "blarney" };
        Submission test = Some.Submission(page, SubmissionState.Approved) with { Body = "blarney", IsTest = true };
        await fixture.InsertAsync(bad, good, rejected, test);
        WordList list = (await Manage.AddAsync(site.Id, Draft, "site", None)).List!;

        AppliedWordList applied = (await Apply.HandleAsync(site.Id, list.Id, null, 1000, "site", None))!;

        Assert.Equal((2, 1, null), (applied.Examined, applied.Flagged, applied.Next));
        Submission after = (await new SubmissionStore(fixture.Database).FindAsync(bad.Key, None))!;
        Assert.Equal((SubmissionState.Flagged, 2, Verdict.Flag, 3), (after.State, after.Version, after.Verdict, after.PolicyVersion));
        Assert.Equal(["word_list", "profanity"], StoredReasons.Codes(after.ReasonsJson));
        Assert.Contains("\"matched\":\"blarney\"", after.ReasonsJson!, StringComparison.Ordinal);
        IReadOnlyList<AuditEntry> trail = await new AuditStore(fixture.Database).ListAsync(bad.Key, None);
        Assert.Equal([(AuditKind.Verdict, 1), (AuditKind.WordList, 2)], trail.Select(entry => (entry.Kind, entry.Version!.Value)));
        OutboxEvent announced = Assert.Single(await new OutboxStore(fixture.Database).ListAfterAsync(site.Id, 0, fixture.Clock.GetUtcNow(), 10, None));
        Assert.Contains("\"state\":\"flagged\",\"previousState\":\"approved\",\"verdict\":\"flag\",\"reasons\":[\"word_list\"]", announced.Payload, StringComparison.Ordinal);
        Assert.Equal(0, (await Apply.HandleAsync(site.Id, list.Id, null, 1000, "site", None))!.Flagged);
    }

    [Fact]
    public async Task Applying_goes_on_where_it_stopped()
    {
        Site site = await fixture.SiteAsync();
        Page page = await fixture.PageAsync(site.Id);
        Submission[] rows = [.. Enumerable.Range(0, 450).Select(number => Some.Submission(page, SubmissionState.Approved, at: StoreFixture.Start.AddSeconds(number / 3)) with { Body = number % 3 == 0 ? "blarney" : "fine" })];
        await fixture.InsertAsync(rows);
        WordList list = (await Manage.AddAsync(site.Id, Draft, "site", None)).List!;
        int calls = 0;
        int examined = 0;
        int flagged = 0;
        ApprovedCursor? next = null;

        do
        {
            AppliedWordList applied = (await Apply.HandleAsync(site.Id, list.Id, next, 100, "site", None))!;
            (calls, examined, flagged, next) = (calls + 1, examined + applied.Examined, flagged + applied.Flagged, applied.Next);
        }
        while (next is not null);

        Assert.Equal((450, 150), (examined, flagged));
        Assert.Equal(5, calls);
    }

    [Fact]
    public async Task A_list_of_another_site_is_not_applied()
    {
        Site site = await fixture.SiteAsync();

        Assert.Null(await Apply.HandleAsync(site.Id, Guid.Empty, null, 10, "site", None));
    }
}

public sealed class WordListStoreOnSqlite(SqliteFixture fixture) : WordListStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class WordListStoreOnPostgres(PostgresFixture fixture) : WordListStoreContract(fixture), IClassFixture<PostgresFixture>;
