using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Training;

/// <summary>Held labels: found by the trainer, decided by an admin.</summary>
internal sealed class LabelHoldStore(Database database)
{
    private const string AddSql = """
        insert into label_hold (hold_id, site_id, actor, from_at, to_at, labels, violating, state, created_at)
        values (@HoldId, @site, @Actor, @From, @To, @Labels, @Violating, @state, @CreatedAt)
        on conflict do nothing
        """;

    /// <summary>Remembers a burst; one that is known stays as it is.</summary>
    public Task AddAsync(LabelHold hold, CancellationToken cancellationToken) => database.RunAsync(
        (unit, token) => unit.ExecuteAsync(
            AddSql,
            new { hold.HoldId, site = hold.Site.Value, hold.Actor, hold.From, hold.To, hold.Labels, hold.Violating, state = hold.State.ToText(), hold.CreatedAt },
            token),
        cancellationToken);

    private const string ListSql = """
        select hold_id, site_id, actor, from_at, to_at, labels, violating, state, created_at, decided_at, decided_by
        from label_hold
        where site_id = @site
        order by from_at desc, actor
        limit 1000
        """;

    /// <summary>The newest held labels of a site, newest first.</summary>
    public Task<IReadOnlyList<LabelHold>> ListAsync(SiteId site, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<LabelHold>>(
        async (unit, token) => [.. (await unit.QueryAsync<Row>(ListSql, new { site = site.Value }, token).ConfigureAwait(false)).Select(row => row.ToHold())], cancellationToken);

    private const string DecideSql = """
        update label_hold
        set state = @state, decided_at = @now, decided_by = @actor
        where hold_id = @holdId and site_id = @site
        """;

    /// <summary>Releases or drops held labels; an admin may think again. False when the site has no such hold.</summary>
    public Task<bool> DecideAsync(SiteId site, Guid holdId, LabelHoldState state, string actor, DateTimeOffset now, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) => await unit.ExecuteAsync(DecideSql, new { holdId, site = site.Value, state = state.ToText(), actor, now }, token).ConfigureAwait(false) == 1, cancellationToken);

    private sealed record Row
    {
        public Guid HoldId { get; init; }

        public required string SiteId { get; init; }

        public required string Actor { get; init; }

        public DateTimeOffset FromAt { get; init; }

        public DateTimeOffset ToAt { get; init; }

        public int Labels { get; init; }

        public int Violating { get; init; }

        public required string State { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset? DecidedAt { get; init; }

        public string? DecidedBy { get; init; }

        public LabelHold ToHold() => new()
        {
            HoldId = HoldId,
            Site = Sites.SiteId.Parse(SiteId),
            Actor = Actor,
            From = FromAt,
            To = ToAt,
            Labels = Labels,
            Violating = Violating,
            State = EnumText.Parse<LabelHoldState>(State),
            CreatedAt = CreatedAt,
            DecidedAt = DecidedAt,
            DecidedBy = DecidedBy,
        };
    }
}
