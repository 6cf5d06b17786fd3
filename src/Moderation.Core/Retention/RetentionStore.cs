using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Retention;

/// <summary>Lets go of parts of submissions.</summary>
internal sealed class RetentionStore(Database database)
{
    private static readonly RowSet<KeptSubmission> Ended = new RowSet<KeptSubmission>("ended")
        .Text("of_site", row => row.Key.Site.Value).Uuid("of_id", row => row.Key.Id.Value).Text("of_state", row => row.State.ToText()).Integer("of_version", row => row.Version);

    private string TextsSql => $"""
        select submission.site_id, submission.id, submission.body
        from {database.Dialect.Rows(Ended)}
        join submission on submission.site_id = ended.of_site and submission.id = ended.of_id
        where exists (select 1 from label where label.site_id = submission.site_id and label.submission_id = submission.id)
        """;

    /// <summary>The texts among these that somebody labelled: training keeps them without their author.</summary>
    public async Task<IReadOnlyList<(SubmissionKey Key, string Body)>> LabelledTextsAsync(IReadOnlyList<KeptSubmission> rows, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync((unit, token) => unit.QueryManyAsync<KeptSubmission, TextRow>(TextsSql, Ended, rows, token), cancellationToken).ConfigureAwait(false))
            .Select(row => (new SubmissionKey(SiteId.Parse(row.SiteId), new SubmissionId(row.Id)), row.Body))];

    private string ForgetTextSql => $"""
        update submission
        set body = '', author_name = '', author_url = null
        from {database.Dialect.Rows(Ended)}
        where submission.site_id = ended.of_site and submission.id = ended.of_id and submission.state = ended.of_state and submission.version = ended.of_version
        """;

    private string ForgetAddressSql => $"""
        update submission
        set email_sealed = null
        from {database.Dialect.Rows(Ended)}
        where submission.site_id = ended.of_site and submission.id = ended.of_id and submission.state = ended.of_state and submission.version = ended.of_version
        """;

    private string ForgetNetworkSql => $"""
        update submission
        set network_hash = null
        from {database.Dialect.Rows(Ended)}
        where submission.site_id = ended.of_site and submission.id = ended.of_id
        """;

    private static readonly RowSet<(byte[] Key, DateTimeOffset Since)> Authors = new RowSet<(byte[] Key, DateTimeOffset Since)>("ended")
        .Bytes("of_author", pair => pair.Key).Time("since", pair => pair.Since);

    private string ForgetAuthorKeysSql => $"""
        update submission
        set email_hash = null, author_key = null
        from {database.Dialect.Rows(Authors)}
        where submission.author_key = ended.of_author and submission.received_at <= ended.since
          and not exists (select 1 from submission as later where later.author_key = ended.of_author and later.received_at > ended.since)
        """;

    /// <summary>
    /// Lets go of what the steps say, in one transaction. A submission that somebody decided meanwhile keeps its text and address for another time; an author who wrote again since is kept with all that
    /// came before, and one who did not is let go of everywhere.
    /// </summary>
    /// <returns>How many rows lost what.</returns>
    public Task<IReadOnlyDictionary<RetentionSteps, int>> ForgetAsync(IReadOnlyList<(KeptSubmission Row, RetentionSteps Steps)> ended, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset since = now.AddMonths(-RetentionTimes.AuthorKeyMonths);
        (byte[], DateTimeOffset)[] authors = [.. With(RetentionSteps.AuthorKeys).Select(row => row.AuthorKey!).DistinctBy(Convert.ToHexString).Select(key => (key, since))];
        return database.RunAsync<IReadOnlyDictionary<RetentionSteps, int>>(
            async (unit, token) => new Dictionary<RetentionSteps, int>
            {
                [RetentionSteps.Text] = await unit.ExecuteManyAsync(ForgetTextSql, Ended, With(RetentionSteps.Text), token).ConfigureAwait(false),
                [RetentionSteps.Address] = await unit.ExecuteManyAsync(ForgetAddressSql, Ended, With(RetentionSteps.Address), token).ConfigureAwait(false),
                [RetentionSteps.Network] = await unit.ExecuteManyAsync(ForgetNetworkSql, Ended, With(RetentionSteps.Network), token).ConfigureAwait(false),
                [RetentionSteps.AuthorKeys] = await unit.ExecuteManyAsync(ForgetAuthorKeysSql, Authors, authors, token).ConfigureAwait(false),
            },
            cancellationToken);

        KeptSubmission[] With(RetentionSteps step) => [.. ended.Where(one => (one.Steps & step) != 0).Select(one => one.Row)];
    }

    private sealed record TextRow
    {
        public required string SiteId { get; init; }

        public Guid Id { get; init; }

        public required string Body { get; init; }
    }
}
