using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Retention;

/// <summary>Lets go of parts of submissions. One pass in the order of the primary key: no index has to be kept for work that is done once a day.</summary>
internal sealed class RetentionStore(Database database)
{
    private const string ListSql = """
        select site_id, id, state, version, received_at, decided_at, spam, body <> '' as has_text, email_sealed is not null as has_address, network_hash is not null as has_network,
            email_hash is not null or author_key is not null as has_author_keys
        from submission
        where (site_id, id) > (@site, @id)
        order by site_id, id
        limit @limit
        """;

    /// <summary>The submissions after a key; null for the first page.</summary>
    public async Task<IReadOnlyList<KeptSubmission>> ListAsync(SubmissionKey? after, int limit, CancellationToken cancellationToken)
    {
        var arguments = new { site = after?.Site.Value ?? "", id = after?.Id.Value ?? Guid.Empty, limit };
        List<Row> rows = await database.ReadAsync((unit, token) => unit.QueryAsync<Row>(ListSql, arguments, token), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToKept())];
    }

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

    private static readonly RowSet<(KeptSubmission Row, DateTimeOffset Since)> Authors = new RowSet<(KeptSubmission Row, DateTimeOffset Since)>("ended")
        .Text("of_site", pair => pair.Row.Key.Site.Value).Uuid("of_id", pair => pair.Row.Key.Id.Value).Time("since", pair => pair.Since);

    private string ForgetAuthorKeysSql => $"""
        update submission
        set email_hash = null, author_key = null
        from {database.Dialect.Rows(Authors)}
        where submission.site_id = ended.of_site and submission.id = ended.of_id
          and not exists (select 1 from submission as later where later.author_key = submission.author_key and later.received_at > ended.since)
        """;

    /// <summary>Lets go of what the steps say, in one transaction. A submission that somebody decided meanwhile keeps its text and address for another time.</summary>
    /// <returns>How many rows lost what.</returns>
    public Task<IReadOnlyDictionary<RetentionSteps, int>> ForgetAsync(IReadOnlyList<(KeptSubmission Row, RetentionSteps Steps)> ended, DateTimeOffset now, CancellationToken cancellationToken)
    {
        return database.RunAsync<IReadOnlyDictionary<RetentionSteps, int>>(
            async (unit, token) => new Dictionary<RetentionSteps, int>
            {
                [RetentionSteps.Text] = await unit.ExecuteManyAsync(ForgetTextSql, Ended, With(RetentionSteps.Text), token).ConfigureAwait(false),
                [RetentionSteps.Address] = await unit.ExecuteManyAsync(ForgetAddressSql, Ended, With(RetentionSteps.Address), token).ConfigureAwait(false),
                [RetentionSteps.Network] = await unit.ExecuteManyAsync(ForgetNetworkSql, Ended, With(RetentionSteps.Network), token).ConfigureAwait(false),
                [RetentionSteps.AuthorKeys] = await unit.ExecuteManyAsync(
                    ForgetAuthorKeysSql, Authors, [.. With(RetentionSteps.AuthorKeys).Select(row => (row, now.AddMonths(-RetentionTimes.AuthorKeyMonths)))], token).ConfigureAwait(false),
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

    private sealed record Row
    {
        public required string SiteId { get; init; }

        public Guid Id { get; init; }

        public required string State { get; init; }

        public int Version { get; init; }

        public DateTimeOffset ReceivedAt { get; init; }

        public DateTimeOffset? DecidedAt { get; init; }

        public double? Spam { get; init; }

        public bool HasText { get; init; }

        public bool HasAddress { get; init; }

        public bool HasNetwork { get; init; }

        public bool HasAuthorKeys { get; init; }

        public KeptSubmission ToKept() => new()
        {
            Key = new SubmissionKey(Sites.SiteId.Parse(SiteId), new SubmissionId(Id)),
            State = EnumText.Parse<SubmissionState>(State),
            Version = Version,
            ReceivedAt = ReceivedAt,
            DecidedAt = DecidedAt,
            Spam = Spam,
            HasText = HasText,
            HasAddress = HasAddress,
            HasNetwork = HasNetwork,
            HasAuthorKeys = HasAuthorKeys,
        };
    }
}
