using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Messaging;

/// <summary>
/// Events waiting to leave, and the change feed that reads them by position. An event may be sent twice and is never lost: it is claimed, sent, then marked. It is written
/// once: the sender remembers up to which position it has sent, and what leaves outside of that order (delayed, or to be sent again) is named in a second table.
/// </summary>
internal sealed class OutboxStore(Database database)
{
    private static readonly RowSet<OutboxEvent> Events = new RowSet<OutboxEvent>("event")
        .Uuid("event_id", row => row.EventId).Text("site_id", row => row.Key.Site.Value).Uuid("submission_id", row => row.Key.Id.Value).Integer("version", row => row.Version)
        .Text("routing_key", row => row.RoutingKey).Text("payload", row => row.Payload).Time("occurred_at", row => row.OccurredAt).Time("effective_at", row => row.EffectiveAt).Text("trace_parent", row => row.TraceParent);

    private const string Columns = "position, event_id, site_id, submission_id, version, routing_key, payload, occurred_at, effective_at, trace_parent";

    /// <summary>Rings after each commit of this process that appended events.</summary>
    public OutboxBell Bell { get; } = new();

    private string AppendManySql => $"""
        insert into outbox_event ({Events.ColumnNames})
        select {Events.ColumnNames}
        from {database.Dialect.Rows(Events)}
        where true
        on conflict do nothing
        """;

    private string AddLaterSql => $"""
        insert into outbox_later (position, due_at)
        select position, effective_at
        from outbox_event
        where {database.Dialect.In("event_id", "events")}
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
            unit.AfterCommit(Bell.Ring);
            await unit.Dialect.TakeTurnAsync(unit, cancellationToken).ConfigureAwait(false);
            await unit.ExecuteManyAsync(AppendManySql, Events, events, cancellationToken).ConfigureAwait(false);
            Guid[] delayed = [.. events.Where(one => one.EffectiveAt > one.OccurredAt).Select(one => one.EventId)];
            if (delayed.Length > 0)
            {
                await unit.ExecuteAsync(AddLaterSql, new { events = unit.Dialect.List(delayed) }, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private string ClaimDispatcherSql => $"""
        select name
        from outbox_claim
        where name = 'dispatcher'
        {database.Dialect.ForClaim}
        """;

    // Two lists in one: what comes next in the order, and what waits outside of it. Each goes by its own index and stops at the limit.
    private const string ListDueSql = $"""
        select {Columns}, is_later
        from (
            select {Columns}, is_later
            from (
                select {Columns}, false as is_later
                from outbox_event
                where position > (select sent_position from outbox_claim where name = 'dispatcher') and effective_at <= occurred_at
                order by position
                limit @limit) next
            union all
            select {Columns}, is_later
            from (
                select outbox_later.{Columns}, true as is_later
                from outbox_later
                join outbox_event on outbox_event.position = outbox_later.position
                where outbox_later.due_at <= @asOf
                order by outbox_later.due_at
                limit @limit) waited
        ) due
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

    private const string AdvanceSql = """
        update outbox_claim
        set sent_position = @position
        where name = 'dispatcher' and sent_position < @position
        """;

    private const string RemoveLaterSql = """
        delete from outbox_later
        where position = @Position and due_at <= @asOf
        """;

    /// <summary>
    /// Remembers that the broker confirmed these events: all that <see cref="ClaimDueAsync"/> returned for <paramref name="asOf"/>, or the first of them. An event that was
    /// asked for again meanwhile stays asked for.
    /// </summary>
    public async Task MarkSentAsync(Unit unit, IReadOnlyCollection<OutboxEvent> sent, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        if (sent.Where(one => !one.IsLater).Select(one => (long?)one.Position).Max() is { } position)
        {
            await unit.ExecuteAsync(AdvanceSql, new { position }, cancellationToken).ConfigureAwait(false);
        }

        foreach (OutboxEvent one in sent.Where(one => one.IsLater))
        {
            await unit.ExecuteAsync(RemoveLaterSql, new { one.Position, asOf }, cancellationToken).ConfigureAwait(false);
        }
    }

    private string SendAgainSql => $"""
        insert into outbox_later (position, due_at)
        select position, case when effective_at > @at then effective_at else @at end
        from outbox_event
        where {database.Dialect.In("event_id", "events")}
          and (effective_at > occurred_at or position <= (select sent_position from outbox_claim where name = 'dispatcher'))
        on conflict (position) do update set due_at = excluded.due_at
        """;

    /// <summary>Has events sent once more, from <paramref name="at"/> on and not before they are effective. One that has not had its first turn, or is no longer kept, is left out.</summary>
    public Task SendAgainAsync(Unit unit, IReadOnlyCollection<Guid> eventIds, DateTimeOffset at, CancellationToken cancellationToken) =>
        eventIds.Count == 0 ? Task.CompletedTask : unit.ExecuteAsync(SendAgainSql, new { events = unit.Dialect.List(eventIds), at }, cancellationToken);

    private string RemoveDelayedSql => $"""
        delete from outbox_event
        where {database.Dialect.In("event_id", "events")} and effective_at > @asOf
        """;

    /// <summary>Forgets events that nobody can have seen: they are not due, so that neither the broker nor the change feed has shown them.</summary>
    public Task RemoveDelayedAsync(Unit unit, IReadOnlyCollection<Guid> eventIds, DateTimeOffset asOf, CancellationToken cancellationToken) =>
        eventIds.Count == 0 ? Task.CompletedTask : unit.ExecuteAsync(RemoveDelayedSql, new { events = unit.Dialect.List(eventIds), asOf }, cancellationToken);

    // Materialized: PostgreSQL would otherwise look for the lowest position by walking the whole feed. Compared as pairs, so that no planner can choose to walk the events of
    // all sites instead of the index of one.
    private const string ListAfterSql = $"""
        with delayed as materialized (
            select position
            from outbox_event
            where site_id = @site and effective_at > occurred_at and effective_at > @asOf
        )
        select {Columns}
        from outbox_event
        where (site_id, position) > (@site, @after)
          and (site_id, position) < (@site, coalesce((select min(position) from delayed), 9223372036854775807))
        order by site_id, position
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

        public string? TraceParent { get; init; }

        public bool IsLater { get; init; }

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
            TraceParent = TraceParent,
            IsLater = IsLater,
        };
    }
}
