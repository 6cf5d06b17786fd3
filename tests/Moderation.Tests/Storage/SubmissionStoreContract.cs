using Moderation.Pages;
using Moderation.Policies;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Submissions are inserted once and changed only from the state they are expected to be in.</summary>
public abstract class SubmissionStoreContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private SubmissionStore Submissions => new(fixture.Database);

    [Fact]
    public async Task Every_member_comes_back_as_it_was_stored()
    {
        Page page = await PageAsync();
        Submission parent = Some.Submission(page);
        Submission full = Some.Submission(page, SubmissionState.Flagged, parent) with
        {
            ReplacesId = new SubmissionId(Some.Id()),
            Version = 3,
            Source = SubmissionSource.Queue,
            IsTest = true,
            AuthorUrl = "https://ana.example",
            EmailSealed = [1, 2, 3],
            EmailHash = [4],
            AuthorKey = [5, 6],
            NetworkHash = [7],
            IsHoneypotFilled = true,
            ElapsedSeconds = 41.2,
            IsFeatured = true,
            SubmittedAt = StoreFixture.Start.AddDays(-1),
            EffectiveAt = StoreFixture.Start.AddSeconds(10),
            Verdict = Verdict.Flag,
            Priority = 2,
            ReasonsJson = """[{"code":"links"}]""",
            Scores = new Scores
            {
                Spam = 0.1,
                Toxicity = 1.0 / 3,
                SevereToxicity = double.Epsilon,
                Insult = 0,
                Profanity = 1,
                Threat = 0.30000000000000004,
                IdentityAttack = 1e-17,
                LikelyToReject = null,
            },
            ModelVersion = new string('a', 64),
            PolicyVersion = 7,
            JudgeAttempts = 4,
        };
        await fixture.InsertAsync(parent, full);

        AssertSame(parent, await Submissions.FindAsync(parent.Key, None));
        AssertSame(full, await Submissions.FindAsync(full.Key, None));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("emoji 👩🏽‍🚒 and flags 🇸🇪")]
    [InlineData("‮right to left‬ and العربية and עברית")]
    [InlineData("'; drop table submission; -- \" \\ % _ @body $1 {0} \r\n\t")]
    [InlineData("<script>alert(1)</script>&amp;")]
    [InlineData("\u0001\u001f\u007f\ufeff\ufffd\uffff")]
    public async Task Hostile_text_is_kept_to_the_letter(string text)
    {
        Submission submission = Some.Submission(await PageAsync()) with { Body = text, AuthorName = text, ReasonsJson = text };
        await fixture.InsertAsync(submission);
        AssertSame(submission, await Submissions.FindAsync(submission.Key, None));
    }

    [Fact]
    public async Task The_longest_text_is_kept()
    {
        Submission submission = Some.Submission(await PageAsync()) with { Body = string.Concat(Enumerable.Repeat("ä👍x", 5_000)) };
        await fixture.InsertAsync(submission);
        Assert.Equal(submission.Body, (await Submissions.FindAsync(submission.Key, None))?.Body);
    }

    [Fact]
    public async Task Times_keep_their_microseconds_at_both_ends_of_the_calendar()
    {
        Page page = await PageAsync();
        DateTimeOffset late = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_990);
        Submission first = Some.Submission(page, at: new DateTimeOffset(1, 1, 2, 0, 0, 0, TimeSpan.Zero).AddTicks(10));
        Submission last = Some.Submission(page, at: late);
        await fixture.InsertAsync(first, last);
        AssertSame(first, await Submissions.FindAsync(first.Key, None));
        AssertSame(last, await Submissions.FindAsync(last.Key, None));
    }

    [Fact]
    public async Task What_is_there_already_is_left_as_it_is()
    {
        Page page = await PageAsync();
        Submission first = Some.Submission(page);
        Submission fresh = Some.Submission(page);
        Assert.Equal([first.Key], await fixture.InsertAsync(first));
        Assert.Equal([fresh.Key], await fixture.InsertAsync(first with { Body = "changed" }, fresh));
        Assert.Equal(first.Body, (await Submissions.FindAsync(first.Key, None))?.Body);
        Assert.Empty(await fixture.InsertAsync());
    }

    [Fact]
    public async Task Two_sites_may_use_the_same_id()
    {
        Submission one = Some.Submission(await PageAsync());
        Page page = await PageAsync();
        Submission other = Some.Submission(page) with { Key = new SubmissionKey(page.Site, one.Key.Id), Body = "another" };
        Assert.Equal(2, (await fixture.InsertAsync(one, other)).Count);
        Assert.Equal("another", (await Submissions.FindAsync(other.Key, None))?.Body);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public async Task Many_keys_are_looked_up_at_once(int unknown)
    {
        Submission stored = Some.Submission(await PageAsync());
        Submission unasked = Some.Submission(await PageAsync());
        await fixture.InsertAsync(stored, unasked);
        SubmissionKey[] keys = [.. Enumerable.Range(0, unknown).Select(_ => new SubmissionKey(stored.Key.Site, new SubmissionId(Some.Id()))), .. unknown == 0 ? Array.Empty<SubmissionKey>() : [stored.Key, stored.Key]];
        Assert.Equal(unknown == 0 ? [] : new[] { stored.Key }, (await Submissions.FindManyAsync(keys, None)).Select(row => row.Key));
    }

    [Fact]
    public async Task A_verdict_is_written_whole()
    {
        Submission submission = Some.Submission(await PageAsync());
        await fixture.InsertAsync(submission);
        VerdictChange change = Some.Verdict(submission, SubmissionState.Flagged) with
        {
            Priority = 1,
            ReasonsJson = """[{"code":"insult"}]""",
            Scores = new Scores { Spam = 0.25, Insult = 0.9 },
            ModelVersion = new string('b', 64),
            PolicyVersion = 2,
            JudgeAttempts = 1,
        };
        Assert.Equal([submission.Key], await ApplyAsync(change));
        AssertSame(
            submission with
            {
                State = SubmissionState.Flagged,
                Version = 1,
                DecidedAt = change.DecidedAt,
                EffectiveAt = change.EffectiveAt,
                Verdict = Verdict.Flag,
                Priority = 1,
                ReasonsJson = change.ReasonsJson,
                Scores = change.Scores,
                ModelVersion = change.ModelVersion,
                PolicyVersion = 2,
                JudgeAttempts = 1,
            },
            await Submissions.FindAsync(submission.Key, None));
    }

    [Fact]
    public async Task A_verdict_for_another_state_or_version_changes_nothing()
    {
        Page page = await PageAsync();
        Submission received = Some.Submission(page);
        Submission flagged = Some.Submission(page, SubmissionState.Flagged);
        Submission ready = Some.Submission(page);
        await fixture.InsertAsync(received, flagged, ready);
        IReadOnlySet<SubmissionKey> changed = await ApplyAsync(
            Some.Verdict(received, SubmissionState.Approved) with { From = SubmissionState.Flagged },
            Some.Verdict(flagged, SubmissionState.Approved) with { ExpectedVersion = 2 },
            Some.Verdict(Some.Submission(page), SubmissionState.Approved),
            Some.Verdict(ready, SubmissionState.Approved));
        Assert.Equal([ready.Key], changed);
        AssertSame(received, await Submissions.FindAsync(received.Key, None));
        AssertSame(flagged, await Submissions.FindAsync(flagged.Key, None));
    }

    [Fact]
    public async Task Of_many_writers_at_once_one_gives_the_verdict()
    {
        Page page = await PageAsync();
        Submission[] submissions = [.. Enumerable.Range(0, 50).Select(_ => Some.Submission(page))];
        await fixture.InsertAsync(submissions);
        IReadOnlySet<SubmissionKey>[] changed = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
            ApplyAsync([.. (writer % 2 == 0 ? submissions : submissions.Reverse()).Select(row => Some.Verdict(row, SubmissionState.Approved))]))));
        Assert.Equal(50, changed.Sum(keys => keys.Count));
        Assert.Equal(50, changed.SelectMany(keys => keys).Distinct().Count());
    }

    [Fact]
    public async Task A_change_of_state_names_what_it_expects()
    {
        Submission submission = Some.Submission(await PageAsync(), SubmissionState.Flagged) with { Verdict = Verdict.Flag, ReasonsJson = "[1]" };
        await fixture.InsertAsync(submission);
        DateTimeOffset at = StoreFixture.Start.AddMinutes(1);
        Assert.False(await ChangeAsync(submission.Key, SubmissionState.Approved, 1, SubmissionState.Removed, at));
        Assert.False(await ChangeAsync(submission.Key, SubmissionState.Flagged, 2, SubmissionState.Approved, at));
        Assert.True(await ChangeAsync(submission.Key, SubmissionState.Flagged, 1, SubmissionState.Approved, at));
        Assert.False(await ChangeAsync(submission.Key, SubmissionState.Flagged, 1, SubmissionState.Approved, at));
        AssertSame(submission with { State = SubmissionState.Approved, Version = 2, DecidedAt = at, EffectiveAt = at.AddSeconds(10) }, await Submissions.FindAsync(submission.Key, None));
    }

    [Fact]
    public async Task Failed_attempts_are_counted()
    {
        Page page = await PageAsync();
        Submission one = Some.Submission(page);
        Submission other = Some.Submission(page);
        await fixture.InsertAsync(one, other);
        await Submissions.CountAttemptAsync([one.Key, one.Key], None);
        await Submissions.CountAttemptAsync([one.Key], None);
        Assert.Equal(2, (await Submissions.FindAsync(one.Key, None))?.JudgeAttempts);
        Assert.Equal(0, (await Submissions.FindAsync(other.Key, None))?.JudgeAttempts);
    }

    private static void AssertSame(Submission expected, Submission? actual)
    {
        Assert.NotNull(actual);
        Assert.Equivalent(expected, actual, strict: true);
    }

    private async Task<Page> PageAsync() => await fixture.PageAsync((await fixture.SiteAsync()).Id);

    private Task<IReadOnlySet<SubmissionKey>> ApplyAsync(params VerdictChange[] changes) =>
        fixture.Database.RunAsync((unit, token) => Submissions.ApplyVerdictsAsync(unit, changes, token), None);

    private Task<bool> ChangeAsync(SubmissionKey key, SubmissionState from, int version, SubmissionState to, DateTimeOffset at) =>
        fixture.Database.RunAsync((unit, token) => Submissions.ChangeStateAsync(unit, key, from, version, to, at, at.AddSeconds(10), token), None);
}

public sealed class SubmissionStoreOnSqlite(SqliteFixture fixture) : SubmissionStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class SubmissionStoreOnPostgres(PostgresFixture fixture) : SubmissionStoreContract(fixture), IClassFixture<PostgresFixture>;
