using System.Security.Cryptography;
using Moderation.Privacy;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Accounts;

/// <summary>Gives browsers a secret for the time they are signed in, and recognises it. A session that was ended, and a person who was disabled, count from the next look on.</summary>
internal sealed class Sessions(SessionStore sessions, ModeratorStore moderators, SiteKeys keys, RandomNumberGenerator random, TimeProvider clock)
{
    /// <summary>A browser that was not used for this long is signed out.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromHours(12);

    /// <summary>Nobody stays signed in longer than this.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>A session that ended is forgotten after this.</summary>
    public static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(14);

    private const string Prefix = "cs_";
    private const int TokenBytes = 32;

    /// <summary>How exactly the last use is remembered; a write for each request would be many.</summary>
    private static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session. The token leaves here once.</summary>
    public async Task<IssuedSession> IssueAsync(Unit unit, Guid moderatorId, string device, CancellationToken cancellationToken)
    {
        byte[] secret = new byte[TokenBytes];
        random.GetBytes(secret);
        string token = Prefix + Convert.ToHexStringLower(secret);
        DateTimeOffset now = clock.UtcNowMicros();
        ConsoleSession session = new()
        {
            SessionId = Guid.CreateVersion7(now),
            ModeratorId = moderatorId,
            Device = device,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + Lifetime,
        };
        await SessionStore.ForgetEndedAsync(unit, now - KeptAfterEnd, cancellationToken).ConfigureAwait(false);
        await sessions.AddAsync(unit, session, keys.Hash(token), cancellationToken).ConfigureAwait(false);
        return new IssuedSession(token, session);
    }

    /// <summary>Who a token belongs to; null when it counts no more or never did.</summary>
    public async Task<SignedIn?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        DateTimeOffset now = clock.UtcNowMicros();
        if (await sessions.FindAsync(keys.Hash(token), now, now - IdleLimit, cancellationToken).ConfigureAwait(false) is not { } session
            || await moderators.FindAsync(session.ModeratorId, cancellationToken).ConfigureAwait(false) is not { Moderator.DisabledAt: null } found)
        {
            return null;
        }

        if (now - session.LastSeenAt > SeenPrecision)
        {
            await sessions.SeenAsync(session.SessionId, now, cancellationToken).ConfigureAwait(false);
        }

        return new SignedIn(found.Moderator, session);
    }

    /// <summary>The living sessions of a person, the latest used first.</summary>
    public Task<IReadOnlyList<ConsoleSession>> ListAsync(Guid moderatorId, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        return sessions.ListAsync(moderatorId, now, now - IdleLimit, cancellationToken);
    }
}

/// <summary>A person and the session they are here with.</summary>
internal sealed record SignedIn(Moderator Moderator, ConsoleSession Session);
