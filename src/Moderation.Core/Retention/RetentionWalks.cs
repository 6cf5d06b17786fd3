using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Retention;

/// <summary>Finds submissions that have something to lose, a part at a time. Each walk has an index that holds nothing but what is still to be let go of one day, so that a day's work reads a day's worth.</summary>
internal sealed class RetentionWalks(Database database)
{
    private const string Columns = """
        site_id, id, state, version, received_at, decided_at, spam, body <> '' as has_text, email_sealed is not null as has_address, network_hash is not null as has_network, author_key
        """;

    private const string Decided = """
        decided_at >= @at and decided_at <= @until and (decided_at, site_id, id) > (@at, @site, @id)
        order by decided_at, site_id, id
        limit @limit
        """;

    private const string Received = """
        received_at >= @at and received_at <= @until and (received_at, site_id, id) > (@at, @site, @id)
        order by received_at, site_id, id
        limit @limit
        """;

    private const string ListSpamTextsSql = $"""
        select {Columns}
        from submission
        where state = 'rejected' and spam >= 0.5 and body <> '' and {Decided}
        """;

    private const string ListRefusedTextsSql = $"""
        select {Columns}
        from submission
        where state <> 'received' and state <> 'flagged' and state <> 'approved' and body <> '' and {Decided}
        """;

    private const string ListAddressesSql = $"""
        select {Columns}
        from submission
        where email_sealed is not null and state <> 'received' and state <> 'flagged' and {Decided}
        """;

    private const string ListAuthorsSql = $"""
        select {Columns}
        from submission
        where (network_hash is not null or author_key is not null) and {Received}
        """;

    /// <summary>The next submissions of a walk.</summary>
    /// <param name="walk">Which way.</param>
    /// <param name="after">Where the part before ended.</param>
    /// <param name="until">The newest time that is looked at.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<KeptSubmission>> ListAsync(RetentionWalk walk, RetentionCursor after, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        string sql = walk switch
        {
            RetentionWalk.SpamTexts => ListSpamTextsSql,
            RetentionWalk.RefusedTexts => ListRefusedTextsSql,
            RetentionWalk.Addresses => ListAddressesSql,
            RetentionWalk.Networks or RetentionWalk.AuthorKeys => ListAuthorsSql,
        };
        var arguments = new { at = after.At, site = after.Key?.Site.Value ?? "", id = after.Key?.Id.Value ?? Guid.Empty, until, limit };
        List<Row> rows = await database.ReadAsync((unit, token) => unit.QueryAsync<Row>(sql, arguments, token), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToKept())];
    }

    /// <summary>Where the next part begins.</summary>
    public static RetentionCursor Behind(RetentionWalk walk, KeptSubmission last) => new(
        walk is RetentionWalk.Networks or RetentionWalk.AuthorKeys ? last.ReceivedAt : last.DecidedAt ?? throw new InvalidOperationException($"Submission {last.Key.Id} was found by the time of a decision and has none."),
        last.Key);

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

        public byte[]? AuthorKey { get; init; }

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
            AuthorKey = AuthorKey,
        };
    }
}
