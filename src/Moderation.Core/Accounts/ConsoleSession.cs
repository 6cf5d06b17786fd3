namespace Moderation.Accounts;

/// <summary>One signed-in browser.</summary>
internal sealed record ConsoleSession
{
    public required Guid SessionId { get; init; }

    public required Guid ModeratorId { get; init; }

    /// <summary>Browser and system in words, such as <c>Firefox on Linux</c>, so that its owner recognises it. No address.</summary>
    public required string Device { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ends whatever happens.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A new session with the secret that the browser keeps; the store has only its hash.</summary>
internal sealed record IssuedSession(string Token, ConsoleSession Session);
