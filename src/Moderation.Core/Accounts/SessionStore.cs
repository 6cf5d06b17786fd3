using Moderation.Storage;

namespace Moderation.Accounts;

/// <summary>Signed-in browsers, found by the keyed hash of their token.</summary>
internal sealed class SessionStore(Database database)
{
    private const string AddSql = """
        insert into console_session (session_id, moderator_id, token_hash, device, created_at, last_seen_at, expires_at)
        values (@SessionId, @ModeratorId, @tokenHash, @Device, @CreatedAt, @LastSeenAt, @ExpiresAt)
        """;

    public Task AddAsync(Unit unit, ConsoleSession session, byte[] tokenHash, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(
            AddSql,
            new { session.SessionId, session.ModeratorId, tokenHash, session.Device, session.CreatedAt, session.LastSeenAt, session.ExpiresAt },
            cancellationToken);

    private const string FindSql = """
        select session_id, moderator_id, device, created_at, last_seen_at, expires_at
        from console_session
        where token_hash = @tokenHash and expires_at > @now and last_seen_at > @idleSince
        """;

    /// <summary>Null when no living session has this hash.</summary>
    public Task<ConsoleSession?> FindAsync(byte[] tokenHash, DateTimeOffset now, DateTimeOffset idleSince, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<ConsoleSession>(FindSql, new { tokenHash, now, idleSince }, token), cancellationToken);

    private const string SeenSql = """
        update console_session
        set last_seen_at = @now
        where session_id = @sessionId
        """;

    public Task SeenAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(SeenSql, new { sessionId, now }, token), cancellationToken);

    private const string ListSql = """
        select session_id, moderator_id, device, created_at, last_seen_at, expires_at
        from console_session
        where moderator_id = @moderatorId and expires_at > @now and last_seen_at > @idleSince
        order by last_seen_at desc, session_id
        limit 200
        """;

    /// <summary>The living sessions of a person, the latest used first.</summary>
    public Task<IReadOnlyList<ConsoleSession>> ListAsync(Guid moderatorId, DateTimeOffset now, DateTimeOffset idleSince, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ConsoleSession>>(
            async (unit, token) => await unit.QueryAsync<ConsoleSession>(ListSql, new { moderatorId, now, idleSince }, token).ConfigureAwait(false), cancellationToken);

    private const string RevokeSql = """
        delete from console_session
        where session_id = @sessionId and moderator_id = @moderatorId
        """;

    /// <summary>Ends one session of a person. False when there is none.</summary>
    public async Task<bool> RevokeAsync(Unit unit, Guid moderatorId, Guid sessionId, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(RevokeSql, new { moderatorId, sessionId }, cancellationToken).ConfigureAwait(false) == 1;

    private const string RevokeAllSql = """
        delete from console_session
        where moderator_id = @moderatorId and session_id <> @keep
        """;

    /// <summary>Ends every session of a person, but for one if it is given. Returns how many.</summary>
    public Task<int> RevokeAllAsync(Unit unit, Guid moderatorId, Guid? except, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(RevokeAllSql, new { moderatorId, keep = except ?? Guid.Empty }, cancellationToken);

    private const string ForgetEndedSql = """
        delete from console_session
        where expires_at < @before
        """;

    /// <summary>Forgets sessions of anybody that ended before a time. They are few: there is no index for it.</summary>
    public static Task<int> ForgetEndedAsync(Unit unit, DateTimeOffset before, CancellationToken cancellationToken) => unit.ExecuteAsync(ForgetEndedSql, new { before }, cancellationToken);
}
