using Moderation.Storage;

namespace Moderation.Telemetry;

/// <summary>Reads from the store what an operator has to know. Every number is found by an index that holds only what waits.</summary>
internal sealed class StoreReadings(Database database)
{
    private const string ReadSql = """
        select
            (select count(*) from submission where state = 'received') as received,
            (select min(received_at) from submission where state = 'received') as oldest_received_at,
            (select count(*) from submission where state = 'flagged') as flagged,
            (select min(received_at) from submission where state = 'flagged' and not is_test) as oldest_flagged_at,
            (select count(*) from submission where state = 'flagged' and model_version is null) as unscored,
            (select min(received_at) from submission where state = 'flagged' and model_version is null) as oldest_unscored_at,
            (select count(*) from outbox_event
             where position > (select sent_position from outbox_claim where name = 'dispatcher') and effective_at <= occurred_at)
             + (select count(*) from outbox_later where due_at <= @now) as unsent,
            (select min(occurred_at) from outbox_event
             where position > (select sent_position from outbox_claim where name = 'dispatcher') and effective_at <= occurred_at) as oldest_unsent_at,
            (select min(due_at) from outbox_later where due_at <= @now) as oldest_due_at,
            (select count(*) from dead_letter where redriven_at is null) as dead_letters
        """;

    private const string ModelsSql = """
        select scope, sha256, promoted_at
        from promotion
        where rolled_back_at is null
          and number = (select max(newer.number) from promotion newer where newer.scope = promotion.scope and newer.rolled_back_at is null)
        order by scope
        limit 1000
        """;

    /// <summary>What waits now.</summary>
    public async Task<StoreReading> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        StoreReading? reading = await database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<StoreReading>(ReadSql, new { now }, token), cancellationToken).ConfigureAwait(false);
        return reading ?? throw new InvalidOperationException("A statement without a table gave no row.");
    }

    /// <summary>Which model is champion of what, and since when.</summary>
    public Task<IReadOnlyList<ChampionReading>> ChampionsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ChampionReading>>(async (unit, token) => await unit.QueryAsync<ChampionReading>(ModelsSql, null, token).ConfigureAwait(false), cancellationToken);
}

/// <summary>What waits in the store.</summary>
internal sealed record StoreReading
{
    /// <summary>Submissions that nobody has judged yet.</summary>
    public long Received { get; init; }

    public DateTimeOffset? OldestReceivedAt { get; init; }

    /// <summary>Submissions that wait for a moderator.</summary>
    public long Flagged { get; init; }

    public DateTimeOffset? OldestFlaggedAt { get; init; }

    /// <summary>Of these, the ones that could not be scored.</summary>
    public long Unscored { get; init; }

    public DateTimeOffset? OldestUnscoredAt { get; init; }

    /// <summary>Events that are due and have not left.</summary>
    public long Unsent { get; init; }

    public DateTimeOffset? OldestUnsentAt { get; init; }

    public DateTimeOffset? OldestDueAt { get; init; }

    /// <summary>Submissions that were given up.</summary>
    public long DeadLetters { get; init; }
}

/// <summary>A champion.</summary>
internal sealed record ChampionReading
{
    /// <summary>A site; empty for every site without one of its own.</summary>
    public required string Scope { get; init; }

    public required string Sha256 { get; init; }

    public DateTimeOffset PromotedAt { get; init; }
}
