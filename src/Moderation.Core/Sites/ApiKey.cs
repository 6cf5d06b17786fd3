namespace Moderation.Sites;

/// <summary>What the store knows of an API key. The key itself is shown once, when it is made, and kept only as a keyed hash.</summary>
internal sealed record ApiKey
{
    public required Guid KeyId { get; init; }

    public required SiteId Site { get; init; }

    /// <summary>The doors it opens.</summary>
    public required Door Doors { get; init; }

    /// <summary>What it may do behind them.</summary>
    public required KeyRights Rights { get; init; }

    /// <summary>How doors treat its holder.</summary>
    public KeyOptions Options { get; init; }

    /// <summary>True for a test key: what it sends is judged, never public, never a label.</summary>
    public bool IsTest { get; init; }

    /// <summary>Its first characters, so that a person can tell keys apart.</summary>
    public required string Hint { get; init; }

    /// <summary>What it is for, in its maker's words; null when nothing was said.</summary>
    public string? Label { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The actor who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when it is refused; null while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
