using Moderation.Privacy;
using Moderation.Storage;

namespace Moderation.Retention;

/// <summary>What ends beside submissions: events, dead letters, texts of outside feedback, and the audit trail.</summary>
internal sealed class RetentionTrail(Database database, KeyRing ring)
{
    private const int PseudonymBytes = 8;

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
        where created_at < @before
        """;

    public Task<int> ForgetLettersAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(ForgetLettersSql, new { before }, token), cancellationToken);

    private const string ForgetAuditSql = """
        delete from audit_entry
        where at < @before
          and not exists (
            select 1
            from submission
            where submission.site_id = audit_entry.site_id and submission.id = audit_entry.submission_id and submission.body <> '')
        """;

    /// <summary>Forgets what was done before a time, but not to submissions whose text is still there: their receipts stay whole.</summary>
    public Task<int> ForgetAuditAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(ForgetAuditSql, new { before }, token), cancellationToken);

    private const string ActorsSql = """
        select distinct actor
        from audit_entry
        where kind <> 'verdict' and actor like 'moderator:________-____-____-____-____________' and at < @before
        """;

    private const string RenameSql = """
        update audit_entry
        set actor = @pseudonym
        where kind <> 'verdict' and actor = @actor and at < @before
        """;

    /// <summary>Puts pseudonyms in place of moderators: one person keeps one, and it leads to no account.</summary>
    public async Task<int> ForgetModeratorsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        List<string> actors = await database.ReadAsync((unit, token) => unit.QueryAsync<string>(ActorsSql, new { before }, token), cancellationToken).ConfigureAwait(false);
        int renamed = 0;
        foreach (string actor in actors)
        {
            string pseudonym = Pseudonym(actor);
            renamed += await database.RunAsync((unit, token) => unit.ExecuteAsync(RenameSql, new { pseudonym, actor, before }, token), cancellationToken).ConfigureAwait(false);
        }

        return renamed;
    }

    private string Pseudonym(string actor)
    {
        using KeyedHash hash = new();
        hash.Add(actor);
        return $"moderator:{Convert.ToHexStringLower(hash.Compute(pseudonymKey, PseudonymBytes))}";
    }
}
