using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Messaging;

/// <summary>
/// Events waiting to leave, and the change feed that reads them by position. An event may be sent twice and is never lost: it is claimed, sent, then marked.
/// </summary>
internal sealed class OutboxStore(Database database)
{
    private static readonly RowSet<OutboxEvent> Events = new RowSet<OutboxEvent>("event")
        .Uuid("event_id", row => row.EventId).Text("site_id", row => row.Key.Site.Value).Uuid("submission_id", row => row.Key.Id.Value).Integer("version", row => row.Version)
        .Text("routing_key", row => row.RoutingKey).Text("payload", row => row.Payload).Time("occurred_at", row => row.OccurredAt).Time("effective_at", row => row.EffectiveAt);

    private string AppendManySql => $"""
        insert into outbox_event ({Events.ColumnNames})
        select {Events.ColumnNames}
        from {database.Dialect.Rows(Events)}
        where true
        on conflict do nothing
        """;

    /// <summary>
    /// Appends events in the order given; one that is there already (by its id) stays as it is. The last write of its unit: from here to the commit no other
    /// transaction can append, so that positions are committed in their order and a reader of the feed never skips one.
    /// </summary>
    public async Task AppendManyAsync(Unit unit, IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
        {
            await unit.Dialect.TakeTurnAsync(unit, cancellationToken).ConfigureAwait(false);
            await unit.ExecuteManyAsync(AppendManySql, Events, events, cancellationToken).ConfigureAwait(false);
        }
    }

    private string ClaimDispatcherSql => $"""
        select name
        from outbox_claim
        where name = 'dispatcher'
        {database.Dialect.ForClaim}
        """;

    private const string ListDueSql = """
        select position, event_id, site_id, submission_id, version, routing_key, payload, occurred_at, effective_at, sent_at
        from outbox_event
        where sent_at is null and effective_at <= @asOf
        order by position
        limit @limit
        """;

    /// <summary>
    /// The oldest events that are due and not sent, in order. One process sends at a time, so that events of a submission keep their order: while another unit holds
    /// the claim, nothing is returned. The claim ends with the unit; mark what was sent in the same unit.
    /// </summary>
    public async Task<IReadOnlyList<OutboxEvent>> ClaimDueAsync(Unit unit, DateTimeOffset asOf, int limit, CancellationToken cancellationToken)
    {
        string? claim = await unit.QuerySingleOrDefaultAsync<string>(ClaimDispatcherSql, null, cancellationToken).ConfigureAwait(false);
        return claim is null ? [] : [.. (await unit.QueryAsync<Row>(ListDueSql, new { asOf, limit }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToEvent())];
    }

    /// <summary>As <see cref="ClaimDueAsync"/> without a claim, for a store that only one process uses; mark afterwards in a unit of its own.</summary>
    public Task<IReadOnlyList<OutboxEvent>> ListDueAsync(DateTimeOffset asOf, int limit, CancellationToken cancellationToken) =>
        ListAsync(ListDueSql, new { asOf, limit }, cancellationToken);

    private string MarkSentSql => $"""
        update outbox_event
        set sent_at = @at
        where {database.Dialect.In("event_id", "events")} and sent_at is null
        """;

    /// <summary>Remembers that the broker confirmed these events.</summary>
    public Task MarkSentAsync(Unit unit, IReadOnlyCollection<Guid> eventIds, DateTimeOffset at, CancellationToken cancellationToken) =>
        eventIds.Count == 0 ? Task.CompletedTask : unit.ExecuteAsync(MarkSentSql, new { events = unit.Dialect.List(eventIds), at }, cancellationToken);

    private string SendAgainSql => $"""
        update outbox_event
        set sent_at = null
        where {database.Dialect.In("event_id", "events")} and sent_at is not null
        """;

    /// <summary>Has events sent once more. One that is no longer kept is left out.</summary>
    public Task SendAgainAsync(Unit unit, IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken) =>
        eventIds.Count == 0 ? Task.CompletedTask : unit.ExecuteAsync(SendAgainSql, new { events = unit.Dialect.List(eventIds) }, cancellationToken);

    private const string RemoveDelayedSql = """
        delete from outbox_event
        where event_id = @eventId and sent_at is null and effective_at > @asOf
        """;

    /// <summary>Forgets an event that nobody can have seen: it is not due, so that neither the broker nor the change feed has shown it.</summary>
    public Task RemoveDelayedAsync(Unit unit, Guid eventId, DateTimeOffset asOf, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(RemoveDelayedSql, new { eventId, asOf }, cancellationToken);

    // Materialized: PostgreSQL would otherwise look for the lowest position by walking the whole feed.
    private const string ListAfterSql = """
        with delayed as materialized (
            select position
            from outbox_event
            where site_id = @site and effective_at > occurred_at and effective_at > @asOf
        )
        select position, event_id, site_id, submission_id, version, routing_key, payload, occurred_at, effective_at, sent_at
        from outbox_event
        where site_id = @site and position > @after
          and position < coalesce((select min(position) from delayed), 9223372036854775807)
        order by position
        limit @limit
        """;

    /// <summary>
    /// The change feed of a site: effective events after a position (0 is the beginning), in order. It stops before the first event that is not effective yet, so
    /// that a reader who goes on from the last position read never skips one.
    /// </summary>
    public Task<IReadOnlyList<OutboxEvent>> ListAfterAsync(SiteId site, long position, DateTimeOffset asOf, int limit, CancellationToken cancellationToken) =>
        ListAsync(ListAfterSql, new { site = site.Value, after = position, asOf, limit }, cancellationToken);

    private Task<IReadOnlyList<OutboxEvent>> ListAsync(string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OutboxEvent>>(
            async (unit, token) => [.. (await unit.QueryAsync<Row>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToEvent())], cancellationToken);

    private sealed record Row
    {
        public long Position { get; init; }

        public Guid EventId { get; init; }

        public required string SiteId { get; init; }

        public Guid SubmissionId { get; init; }

        public int Version { get; init; }

        public required string RoutingKey { get; init; }

        public required string Payload { get; init; }

        public DateTimeOffset OccurredAt { get; init; }

        public DateTimeOffset EffectiveAt { get; init; }

        public DateTimeOffset? SentAt { get; init; }

        public OutboxEvent ToEvent() => new()
        {
            Position = Position,
            EventId = EventId,
            Key = new SubmissionKey(Sites.SiteId.Parse(SiteId), new SubmissionId(SubmissionId)),
            Version = Version,
            RoutingKey = RoutingKey,
            Payload = Payload,
            OccurredAt = OccurredAt,
            EffectiveAt = EffectiveAt,
            SentAt = SentAt,
        };
    }
}
