using Moderation.Privacy;
using Moderation.Storage;

namespace Moderation.Retention;

/// <summary>What ends beside submissions: events, dead letters, complaints of readers, and names of moderators in the audit trail.</summary>
internal sealed class RetentionTrail(Database database, KeyRing ring)
{
    private const int PseudonymBytes = 8;

    /// <summary>What the actor of a moderator begins with.</summary>
    private const string Moderator = "moderator:";

    private readonly byte[] pseudonymKey = ring.DeriveKey(KeyPurpose.Lookup, "former-moderator");

    private const string ForgetEventsSql = """
        delete from outbox_event
        where position in (
            select position
            from outbox_event
            where position <= (select sent_position from outbox_claim where name = 'dispatcher') and position < @below
              and effective_at < @before and position not in (select position from outbox_later)
            order by position
            limit @limit)
        """;

    private const string YoungEventSql = """
        select coalesce(min(position), 9223372036854775807)
        from (select position, occurred_at from outbox_event order by position limit @limit) as oldest
        where occurred_at >= @before
        """;

    /// <summary>Forgets the oldest events that were sent long ago; how many. Less than the limit: nothing is left.</summary>
    public Task<int> ForgetEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            // Events stand nearly in the order of time: the first young one ends the walk.
            long below = await unit.QuerySingleOrDefaultAsync<long>(YoungEventSql, new { before, limit }, token).ConfigureAwait(false);
            return await unit.ExecuteAsync(ForgetEventsSql, new { below, before, limit }, token).ConfigureAwait(false);
        },
        cancellationToken);

    private const string ForgetLettersSql = """
        delete from dead_letter
        where dead_letter_id in (
            select dead_letter_id
            from dead_letter
            where created_at < @before
            order by created_at
            limit @limit)
        """;

    /// <summary>Forgets the oldest dead letters; how many. Less than the limit: nothing is left.</summary>
    public Task<int> ForgetLettersAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(ForgetLettersSql, new { before, limit }, token), cancellationToken);

    private const string ForgetReportersSql = """
        update report
        set network_hash = null
        where report_id in (
            select report_id
            from report
            where network_hash is not null and created_at < @before
            order by created_at
            limit @limit)
        """;

    /// <summary>Forgets from which networks the oldest complaints of readers came; how many. Less than the limit: nothing is left.</summary>
    public Task<int> ForgetReportersAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(ForgetReportersSql, new { before, limit }, token), cancellationToken);

    private const string ForgetReportsSql = """
        delete from report
        where report_id in (
            select report_id
            from report
            where resolved_at is not null and created_at < @before
            order by created_at
            limit @limit)
        """;

    /// <summary>Forgets the oldest complaints of readers that were decided; how many. Less than the limit: nothing is left.</summary>
    public Task<int> ForgetReportsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(ForgetReportsSql, new { before, limit }, token), cancellationToken);

    private const string NextActorSql = """
        select actor
        from audit_entry
        where kind <> 'verdict' and actor > @after
        order by actor
        limit 1
        """;

    private const string RenameSql = """
        update audit_entry
        set actor = @pseudonym
        where entry_id in (
            select entry_id
            from audit_entry
            where kind <> 'verdict' and actor = @actor and at < @before
            order by at, entry_id
            limit @limit)
        """;

    /// <summary>Puts pseudonyms in place of moderators: one person keeps one, and it leads to no account. Who there is, is read from the index from one to the next. How many entries.</summary>
    public async Task<int> ForgetModeratorsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        int renamed = 0;
        string after = "";
        while (await NextActorAsync(after, cancellationToken).ConfigureAwait(false) is { } actor)
        {
            after = actor;
            if (actor.StartsWith(Moderator, StringComparison.Ordinal) && Guid.TryParseExact(actor[Moderator.Length..], "D", out _))
            {
                var arguments = new { pseudonym = Pseudonym(actor), actor, before, limit };
                int some;
                do
                {
                    some = await database.RunAsync((unit, token) => unit.ExecuteAsync(RenameSql, arguments, token), cancellationToken).ConfigureAwait(false);
                    renamed += some;
                }
                while (some == limit);
            }
        }

        return renamed;
    }

    private Task<string?> NextActorAsync(string after, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<string>(NextActorSql, new { after }, token), cancellationToken);

    private string Pseudonym(string actor)
    {
        using KeyedHash hash = new();
        hash.Add(actor);
        return $"{Moderator}{Convert.ToHexStringLower(hash.Compute(pseudonymKey, PseudonymBytes))}";
    }
}
