using Moderation.Pages;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Among a hundred thousand stored submissions, a person is found and a day's work of retention is done by reading what is found and what has to go, and nothing else.</summary>
public sealed class LongMemories(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Many = 100_000;
    private const int Few = 40;
    private const int PageSize = 1_000;

    private static readonly byte[] Person = Some.Hash("the person");

    [Fact]
    public async Task As_many_rows_are_read_as_there_are_to_be_found()
    {
        Page page = await postgres.PageAsync((await postgres.SiteAsync()).Id);
        DateTimeOffset now = StoreFixture.Start;

        // Of the last week, all with an address, a network and an author of their own: nothing of it is due.
        Submission young = Kept(page, SubmissionState.Approved, now.AddDays(-7));
        await postgres.InsertAsync(young);
        await CopiedSubmissions.CopyAsync(postgres, young, Many - 1, ("author_key", "decode(md5(number::text), 'hex')"), ("email_hash", "decode(md5(number::text), 'hex')"));

        // Of two years ago, long let go of but for the text.
        Submission old = Kept(page, SubmissionState.Approved, now.AddYears(-2)) with { EmailSealed = null, EmailHash = null, AuthorKey = null, NetworkHash = null };
        await postgres.InsertAsync(old);
        await CopiedSubmissions.CopyAsync(postgres, old, Many - 1);

        // What is due, a few of each.
        Submission[] due =
        [
            Kept(page, SubmissionState.Rejected, now.AddDays(-40)) with { Scores = new Scores { Spam = 0.9 } },
            Kept(page, SubmissionState.Removed, now.AddMonths(-7)) with { EmailSealed = null },
            Kept(page, SubmissionState.Approved, now.AddDays(-31)),
            Kept(page, SubmissionState.Approved, now.AddMonths(-13)) with { EmailSealed = null, EmailHash = Person, AuthorKey = Person },
        ];
        await postgres.InsertAsync(due);
        foreach (Submission one in due)
        {
            await CopiedSubmissions.CopyAsync(postgres, one, Few - 1);
        }

        await postgres.Database.ReadAsync((unit, token) => unit.ExecuteAsync("analyze submission", null, token), CancellationToken.None);

        AtMostWhatIsDue(Few, await CopiedSubmissions.RowsReadAsync(postgres, "FindPerson.ByAddressSql", new { key = Person, hash = Person }, maySort: true));
        AtMostWhatIsDue(Few, await WalkAsync("RetentionWalks.ListSpamTextsSql", now.AddDays(-30)));
        AtMostWhatIsDue(Few, await WalkAsync("RetentionWalks.ListRefusedTextsSql", now.AddMonths(-6)));
        AtMostWhatIsDue(2 * Few, await WalkAsync("RetentionWalks.ListAddressesSql", now.AddDays(-30)));
        AtMostWhatIsDue(4 * Few, await WalkAsync("RetentionWalks.ListAuthorsSql", now.AddDays(-14)));
        AtMostWhatIsDue(Few, await WalkAsync("RetentionWalks.ListAuthorsSql", now.AddMonths(-12)));
    }

    /// <summary>All of one kind is read, and where two indexes are as good some of another; of the two hundred thousand, nothing.</summary>
    private static void AtMostWhatIsDue(int found, long read) => Assert.InRange(read, found, 4 * Few);

    private Task<long> WalkAsync(string statement, DateTimeOffset until) =>
        CopiedSubmissions.RowsReadAsync(postgres, statement, new { at = DateTimeOffset.UnixEpoch, site = "", id = Guid.Empty, until, limit = PageSize }, maySort: true);

    private static Submission Kept(Page page, SubmissionState state, DateTimeOffset at) => Some.Submission(page, state, at: at) with
    {
        EmailSealed = [1],
        EmailHash = Some.Hash($"{at}"),
        AuthorKey = Some.Hash($"{at}"),
        NetworkHash = Some.Hash($"{at}"),
    };
}
