using Moderation.Feedback;
using Moderation.Labels;
using Moderation.Pages;
using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Tests.Privacy;

namespace Moderation.Tests.Storage;

/// <summary>What clients of other services say about texts: evidence of little weight, of which no more is kept than the key allows.</summary>
public abstract class FeedbackContract(StoreFixture fixture)
{
    private const string Text = "Write to ana@example.net for the best watches, http://watches.example";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KeyRing ring = SomeKeyRing.New();

    private FeedbackStore Store => new(fixture.Database);

    private LabelStore Labels => new(fixture.Database);

    private RecordFeedback Record => new(fixture.Database, Store, new SubmissionStore(fixture.Database), Labels, new BodyHasher(ring), fixture.Clock);

    private SettleFeedback Settle => new(fixture.Database, Store, Labels, new AuditStore(fixture.Database), fixture.Clock);

    [Fact]
    public async Task Of_a_text_only_a_digest_is_kept_unless_the_key_stores()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        FeedbackNote note = Note(Key(site), (Category.Spam, 1));

        Assert.True(await Record.HandleAsync(note, None));

        Statement said = Assert.Single(await Store.ListAsync(site, null, 10, None));
        Assert.Null(said.Body);
        Assert.Equal(16, said.Digest.Length);
        Assert.Equal((Door.Akismet, Category.Spam, 1.0, 0.3, note.Key.KeyId), (said.Door, said.Category, said.Value, said.Weight, said.KeyId));
        Assert.Equal(fixture.Clock.GetUtcNow(), said.RecordedAt);
        Assert.Null(said.Submission);
    }

    [Fact]
    public async Task A_key_that_stores_leaves_the_text_with_its_addresses_masked()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        FeedbackNote note = Note(Key(site, KeyOptions.Store), (Category.Spam, 1)) with { Text = Text + new string('x', 30_000), CheckId = Some.Id() };

        Assert.True(await Record.HandleAsync(note, None));

        Statement said = Assert.Single(await Store.ListAsync(site, null, 10, None));
        Assert.StartsWith("Write to …@… for the best watches", said.Body, StringComparison.Ordinal);
        Assert.InRange(said.Body!.Length, 1, RecordFeedback.MaxBodyChars);
        Assert.Equal(note.CheckId, said.CheckId);
    }

    [Fact]
    public async Task Saying_it_again_changes_nothing_and_taking_it_back_takes_its_place()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        ApiKey key = Key(site);
        Assert.True(await Record.HandleAsync(Note(key, (Category.Spam, 1)), None));
        Assert.False(await Record.HandleAsync(Note(key, (Category.Spam, 1)) with { Text = Text.ToUpperInvariant() }, None));
        Assert.True(await Record.HandleAsync(Note(Key(site), (Category.Spam, 1)), None));
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Record.HandleAsync(Note(key, (Category.Spam, 0)), None));

        IReadOnlyList<Statement> all = await Store.ListAsync(site, null, 10, None);
        Assert.Equal([1.0, 0.0], all.Select(said => said.Value));
        Assert.Equal([all[1]], await Store.ListAsync(site, all[0], 10, None), Comparer);
        Assert.Empty(await Store.ListAsync((await fixture.SiteAsync()).Id, null, 10, None));
    }

    [Fact]
    public async Task A_test_key_teaches_nothing()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Assert.False(await Record.HandleAsync(Note(Key(site) with { IsTest = true }, (Category.Spam, 1)), None));
        Assert.Empty(await Store.ListAsync(site, null, 10, None));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("check")]
    [InlineData("submission")]
    public async Task What_is_said_about_a_stored_submission_labels_it_lightly(string by)
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission stored = Some.Submission(page, SubmissionState.Approved) with { BodyHash = by == "text" ? new BodyHasher(ring).Hash(page.Site, TextNormalizer.Normalize(Text).Text) : Some.Hash("another") };
        await fixture.InsertAsync(stored);
        FeedbackNote note = Note(Key(page.Site), (Category.Spam, 1)) with
        {
            CheckId = by == "check" ? stored.Key.Id.Value : null,
            Submission = by == "submission" ? stored.Key.Id : null,
        };

        Assert.True(await Record.HandleAsync(note, None));

        Statement said = Assert.Single(await Store.ListAsync(stored.Key, None));
        Label label = Assert.Single(await Labels.ListAsync(stored.Key, None));
        Assert.Equal((LabelSource.Feedback, true, "spam", 0.3, $"key:{note.Key.KeyId:D}"), (label.Source, label.IsViolating, label.Reason, label.Weight, label.Actor));

        Assert.True(await Settle.HandleAsync(page.Site, said.StatementId, isRight: true, "moderator:1", None));
        Assert.False(await Settle.HandleAsync(page.Site, said.StatementId, isRight: false, "moderator:2", None));
        Assert.Equal((1.0, "moderator:1", fixture.Clock.GetUtcNow()), Of(Assert.Single(await Store.ListAsync(stored.Key, None))));
        Assert.Equal(1, Assert.Single(await Labels.ListAsync(stored.Key, None)).Weight);
    }

    [Fact]
    public async Task What_is_dismissed_counts_nothing_and_its_label_goes_unless_another_key_says_the_same()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission stored = Some.Submission(page, SubmissionState.Approved);
        await fixture.InsertAsync(stored);
        foreach (ApiKey key in new[] { Key(page.Site), Key(page.Site) })
        {
            Assert.True(await Record.HandleAsync(Note(key, (Category.Spam, 1)) with { Submission = stored.Key.Id }, None));
        }

        IReadOnlyList<Statement> said = await Store.ListAsync(stored.Key, None);
        Assert.True(await Settle.HandleAsync(page.Site, said[0].StatementId, isRight: false, "moderator:1", None));
        Assert.Equal(0.3, Assert.Single(await Labels.ListAsync(stored.Key, None)).Weight);
        Assert.Equal(0, (await Store.ListAsync(stored.Key, None))[0].Weight);
        Assert.True(await Settle.HandleAsync(page.Site, said[1].StatementId, isRight: false, "moderator:1", None));
        Assert.Empty(await Labels.ListAsync(stored.Key, None));
        Assert.False(await Settle.HandleAsync((await fixture.SiteAsync()).Id, said[1].StatementId, isRight: true, "moderator:1", None));

        IReadOnlyList<AuditEntry> trail = await new AuditStore(fixture.Database).ListAsync(stored.Key, None);
        Assert.Equal(["feedback_dismissed", "feedback_dismissed"], trail.Select(entry => entry.Decision));
        Assert.All(trail, entry => Assert.Equal(("moderator:1", "spam"), (entry.Actor, entry.Reason)));
    }

    [Fact]
    public async Task What_somebody_confirmed_holds_against_what_others_say_before_and_after()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission stored = Some.Submission(page, SubmissionState.Approved);
        await fixture.InsertAsync(stored);
        ApiKey first = Key(page.Site);
        async Task SayAsync(ApiKey key, Category category, double value)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await Record.HandleAsync(Note(key, (category, value)) with { Submission = stored.Key.Id }, None));
        }

        async Task ExpectAsync(bool isViolating, string? reason, double weight)
        {
            Label label = Assert.Single(await Labels.ListAsync(stored.Key, None));
            Assert.Equal((isViolating, reason, weight), (label.IsViolating, label.Reason, label.Weight));
        }

        await SayAsync(first, Category.Spam, 1);
        await SayAsync(Key(page.Site), Category.Spam, 0);
        await ExpectAsync(false, null, 0.3);
        IReadOnlyList<Statement> said = await Store.ListAsync(stored.Key, None);
        Assert.True(await Settle.HandleAsync(page.Site, said[0].StatementId, isRight: true, "moderator:1", None));
        await ExpectAsync(true, "spam", 1);

        await SayAsync(Key(page.Site), Category.Spam, 1);
        await SayAsync(Key(page.Site), Category.Toxicity, 0);
        await ExpectAsync(true, "spam", 1);

        // Who said it takes it back: nothing confirmed is left, and the last word counts.
        await SayAsync(first, Category.Spam, 0);
        await ExpectAsync(false, null, 0.3);
        foreach (Statement one in (await Store.ListAsync(stored.Key, None)).Where(one => !one.IsViolating))
        {
            Assert.True(await Settle.HandleAsync(page.Site, one.StatementId, isRight: false, "moderator:1", None));
        }

        await ExpectAsync(true, "spam", 0.3);
    }

    [Fact]
    public async Task Two_who_dismiss_at_once_leave_no_label()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        for (int round = 0; round < 5; round++)
        {
            Submission stored = Some.Submission(page, SubmissionState.Approved);
            await fixture.InsertAsync(stored);
            foreach (ApiKey key in new[] { Key(page.Site), Key(page.Site), Key(page.Site) })
            {
                Assert.True(await Record.HandleAsync(Note(key, (Category.Spam, 1)) with { Submission = stored.Key.Id }, None));
            }

            IReadOnlyList<Statement> said = await Store.ListAsync(stored.Key, None);
            Assert.All(await Task.WhenAll(said.Select(one => Task.Run(() => Settle.HandleAsync(page.Site, one.StatementId, isRight: false, "moderator:1", None)))), Assert.True);
            Assert.Empty(await Labels.ListAsync(stored.Key, None));
        }
    }

    [Fact]
    public async Task What_is_said_again_stays_dismissed_and_the_opposite_waits_anew()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        ApiKey key = Key(site, KeyOptions.Store);
        Assert.True(await Record.HandleAsync(Note(key, (Category.Spam, 1)), None));
        Assert.True(await Settle.HandleAsync(site, Assert.Single(await Store.ListWaitingAsync(site, null, 10, None)).StatementId, isRight: false, "moderator:1", None));
        Assert.False(await Record.HandleAsync(Note(key, (Category.Spam, 1)), None));
        Assert.Empty(await Store.ListWaitingAsync(site, null, 10, None));

        Assert.True(await Record.HandleAsync(Note(key, (Category.Spam, 0)), None));
        Assert.Equal((0, 0.3), (Assert.Single(await Store.ListWaitingAsync(site, null, 10, None)).Value, Assert.Single(await Store.ListAsync(site, null, 10, None)).Weight));
    }

    [Fact]
    public async Task What_waits_has_a_text_to_look_at_and_comes_newest_first()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission stored = Some.Submission(page, SubmissionState.Approved);
        await fixture.InsertAsync(stored);
        Assert.True(await Record.HandleAsync(Note(Key(page.Site), (Category.Spam, 1)) with { Text = "Nobody kept this one" }, None));
        Assert.True(await Record.HandleAsync(Note(Key(page.Site), (Category.Spam, 1)) with { Text = "A stored one", Submission = stored.Key.Id }, None));
        Assert.True(await Record.HandleAsync(Note(Key(page.Site, KeyOptions.Store), (Category.Spam, 1)) with { Text = "A kept one" }, None));

        IReadOnlyList<Statement> waiting = await Store.ListWaitingAsync(page.Site, null, 10, None);
        Assert.Equal(2, waiting.Count);
        Assert.Equal("A kept one", Assert.Single(waiting, said => said.Submission is null).Body);
        Assert.Equal(stored.Key.Id, Assert.Single(waiting, said => said.Body is null).Submission);
        Statement first = Assert.Single(await Store.ListWaitingAsync(page.Site, null, 1, None));
        Assert.Equal(waiting[1].StatementId, Assert.Single(await Store.ListWaitingAsync(page.Site, (first.RecordedAt, first.StatementId), 10, None)).StatementId);
    }

    [Fact]
    public async Task That_a_text_is_no_insult_does_not_make_it_acceptable()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission stored = Some.Submission(page, SubmissionState.Approved);
        await fixture.InsertAsync(stored);
        ApiKey key = Key(page.Site);

        Assert.True(await Record.HandleAsync(Note(key, (Category.Insult, 0)) with { Submission = stored.Key.Id }, None));
        Assert.Empty(await Labels.ListAsync(stored.Key, None));
        Assert.True(await Record.HandleAsync(Note(key, (Category.Toxicity, 0)) with { Submission = stored.Key.Id }, None));
        Assert.False(Assert.Single(await Labels.ListAsync(stored.Key, None)).IsViolating);
        Assert.True(await Record.HandleAsync(Note(key, (Category.Insult, 1), (Category.Toxicity, 0)) with { Submission = stored.Key.Id }, None));
        Assert.Equal((true, "abusive"), (Assert.Single(await Labels.ListAsync(stored.Key, None)).IsViolating, Assert.Single(await Labels.ListAsync(stored.Key, None)).Reason));
    }

    [Fact]
    public async Task Tests_other_sites_and_erased_submissions_are_not_what_it_is_about()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Page elsewhere = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        byte[] hash = new BodyHasher(ring).Hash(page.Site, TextNormalizer.Normalize(Text).Text);
        Submission test = Some.Submission(page, SubmissionState.Approved) with { BodyHash = hash, IsTest = true };
        Submission erased = Some.Submission(page, SubmissionState.Erased) with { BodyHash = hash };
        Submission other = Some.Submission(elsewhere, SubmissionState.Approved) with { BodyHash = hash };
        await fixture.InsertAsync(test, erased, other);

        Assert.True(await Record.HandleAsync(Note(Key(page.Site), (Category.Spam, 1)) with { CheckId = other.Key.Id.Value }, None));

        Assert.Null(Assert.Single(await Store.ListAsync(page.Site, null, 10, None)).Submission);
    }

    [Fact]
    public async Task Texts_are_let_go_of_and_all_of_it_with_the_submission()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission stored = Some.Submission(page, SubmissionState.Approved);
        await fixture.InsertAsync(stored);
        ApiKey key = Key(page.Site, KeyOptions.Store);
        Assert.True(await Record.HandleAsync(Note(key, (Category.Spam, 1)) with { Submission = stored.Key.Id }, None));

        // Other tests may have left older texts.
        await Store.ForgetTextsAsync(fixture.Clock.GetUtcNow(), 1_000, None);
        Assert.NotNull(Assert.Single(await Store.ListAsync(stored.Key, None)).Body);
        Assert.NotEqual(0, await Store.ForgetTextsAsync(fixture.Clock.GetUtcNow().AddSeconds(1), 1_000, None));
        Assert.Null(Assert.Single(await Store.ListAsync(stored.Key, None)).Body);
        await fixture.Database.RunAsync((unit, token) => FeedbackStore.EraseAsync(unit, stored.Key, [], token), None);
        Assert.Empty(await Store.ListAsync(page.Site, null, 10, None));
    }

    [Fact]
    public async Task Counts_of_a_key_add_up_by_month_and_host()
    {
        KeyUsageStore usage = new(fixture.Database);
        Guid key = Some.Id();
        KeyUsage one = new() { KeyId = key, Month = "2026-11", Host = "gazette.example", Calls = 3, Spam = 1, Acceptable = 2, MissedSpam = 1 };
        await usage.AddManyAsync([one, one with { Host = "" }, one with { Month = "2026-09" }], None);
        await usage.AddManyAsync([one with { FalsePositives = 5 }, one with { KeyId = Some.Id() }], None);

        Assert.Equal([one with { Host = "" }, one with { Calls = 6, Spam = 2, Acceptable = 4, MissedSpam = 2, FalsePositives = 5 }], await usage.ListAsync(key, "2026-10", "2026-11", None));
        Assert.Equal(3, (await usage.ListAsync(key, "2026-01", "2026-12", None)).Count);
    }

    private static IEqualityComparer<Statement> Comparer { get; } = EqualityComparer<Statement>.Create((one, other) => one!.StatementId == other!.StatementId, said => said.StatementId.GetHashCode());

    private static (double, string?, DateTimeOffset?) Of(Statement said) => (said.Weight, said.ConfirmedBy, said.ConfirmedAt);

    private static ApiKey Key(SiteId site, KeyOptions options = KeyOptions.None) => new()
    {
        KeyId = Some.Id(),
        Site = site,
        Doors = Door.Akismet,
        Rights = KeyRights.Submit,
        Options = options,
        Hint = "0a1b2c",
        CreatedAt = StoreFixture.Start,
        CreatedBy = "cli",
    };

    private static FeedbackNote Note(ApiKey key, params (Category Category, double Value)[] values) =>
        new() { Key = key, Door = Door.Akismet, Text = Text, Values = values.ToDictionary(value => value.Category, value => value.Value) };
}

public sealed class FeedbackOnSqlite(SqliteFixture fixture) : FeedbackContract(fixture), IClassFixture<SqliteFixture>;

public sealed class FeedbackOnPostgres(PostgresFixture fixture) : FeedbackContract(fixture), IClassFixture<PostgresFixture>;
