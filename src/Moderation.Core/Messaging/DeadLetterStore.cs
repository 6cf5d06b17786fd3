using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Messaging;

/// <summary>Dead letters of judging: submissions that are stored and could not be judged. What the queue refused is in the broker's error queue.</summary>
internal sealed class DeadLetterStore(Database database)
{
    private const string AddSql = """
        insert into dead_letter (dead_letter_id, site_id, submission_id, source, reason, detail, payload_sealed, created_at)
        values (@DeadLetterId, @Site, @SubmissionId, @Source, @Reason, @Detail, @PayloadSealed, @CreatedAt)
        on conflict do nothing
        """;

    /// <summary>Adds a letter; one that is there already (by its id) stays as it is.</summary>
    public Task AddAsync(DeadLetter letter, CancellationToken cancellationToken) => database.RunAsync((unit, token) => AddAsync(unit, letter, token), cancellationToken);

    /// <inheritdoc cref="AddAsync(DeadLetter, CancellationToken)"/>
    public Task AddAsync(Unit unit, DeadLetter letter, CancellationToken cancellationToken)
    {
        var row = new
        {
            letter.DeadLetterId,
            Site = letter.Site?.Value,
            SubmissionId = letter.SubmissionId?.Value,
            letter.Source,
            letter.Reason,
            letter.Detail,
            letter.PayloadSealed,
            letter.CreatedAt,
        };
        return unit.ExecuteAsync(AddSql, row, cancellationToken);
    }

    private const string ListSql = """
        select dead_letter_id, site_id, submission_id, source, reason, detail, payload_sealed, created_at, redriven_at
        from dead_letter
        where redriven_at is null and (created_at, dead_letter_id) > (@afterTime, @afterId)
          and site_id is not distinct from coalesce(@site, site_id) and reason = coalesce(@reason, reason)
        order by created_at, dead_letter_id
        limit @limit
        """;

    /// <summary>The letters that wait, oldest first, after the last one of the page before; null for the first page.</summary>
    public Task<IReadOnlyList<DeadLetter>> ListAsync(DeadLetter? after, int limit, CancellationToken cancellationToken) => ListAsync(LetterFilter.Any, after, limit, cancellationToken);

    /// <summary>As the other overload, of those that a filter lets through.</summary>
    public Task<IReadOnlyList<DeadLetter>> ListAsync(LetterFilter filter, DeadLetter? after, int limit, CancellationToken cancellationToken)
    {
        var arguments = new { afterTime = after?.CreatedAt ?? DateTimeOffset.UnixEpoch, afterId = after?.DeadLetterId ?? Guid.Empty, limit, site = filter.Site, reason = filter.Code };
        return database.ReadAsync<IReadOnlyList<DeadLetter>>(
            async (unit, token) => [.. (await unit.QueryAsync<Row>(ListSql, arguments, token).ConfigureAwait(false)).Select(row => row.ToLetter())], cancellationToken);
    }

    private const string MarkRedrivenSql = """
        update dead_letter
        set redriven_at = @at
        where dead_letter_id = @id and redriven_at is null
        """;

    /// <summary>False when there is no such letter or it was sent in again before.</summary>
    public Task<bool> MarkRedrivenAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => MarkRedrivenAsync(unit, id, at, token), cancellationToken);

    /// <inheritdoc cref="MarkRedrivenAsync(Guid, DateTimeOffset, CancellationToken)"/>
    public async Task<bool> MarkRedrivenAsync(Unit unit, Guid id, DateTimeOffset at, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(MarkRedrivenSql, new { id, at }, cancellationToken).ConfigureAwait(false) == 1;

    private const string DiscardSql = """
        delete from dead_letter
        where dead_letter_id = @id and redriven_at is null
        """;

    /// <summary>The submission stays as it is and nobody is reminded of it. False when there is no such letter that waits.</summary>
    public static async Task<bool> DiscardAsync(Unit unit, Guid id, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(DiscardSql, new { id }, cancellationToken).ConfigureAwait(false) == 1;

    private const string FindWaitingSql = """
        select dead_letter_id, site_id, submission_id, source, reason, detail, payload_sealed, created_at, redriven_at
        from dead_letter
        where dead_letter_id = @id and redriven_at is null
        """;

    /// <summary>Null when there is no such letter that waits.</summary>
    public Task<DeadLetter?> FindWaitingAsync(Guid id, CancellationToken cancellationToken) => database.ReadAsync(
        async (unit, token) => (await unit.QuerySingleOrDefaultAsync<Row>(FindWaitingSql, new { id }, token).ConfigureAwait(false))?.ToLetter(), cancellationToken);

    private const string CountWaitingSql = """
        select count(*)
        from dead_letter
        where redriven_at is null
        """;

    /// <summary>How many letters wait.</summary>
    public Task<long> CountWaitingAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>(CountWaitingSql, null, token), cancellationToken);

    private sealed record Row
    {
        public Guid DeadLetterId { get; init; }

        public string? SiteId { get; init; }

        public Guid? SubmissionId { get; init; }

        public required string Source { get; init; }

        public required string Reason { get; init; }

        public string? Detail { get; init; }

        public byte[]? PayloadSealed { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset? RedrivenAt { get; init; }

        public DeadLetter ToLetter() => new()
        {
            DeadLetterId = DeadLetterId,
            Site = SiteId is null ? null : Sites.SiteId.Parse(SiteId),
            SubmissionId = SubmissionId is { } id ? new SubmissionId(id) : null,
            Source = Source,
            Reason = Reason,
            Detail = Detail,
            PayloadSealed = PayloadSealed,
            CreatedAt = CreatedAt,
            RedrivenAt = RedrivenAt,
        };
    }
}
