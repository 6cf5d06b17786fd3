using Moderation.Policies;
using Moderation.Sites;

namespace Moderation.Blocks;

/// <summary>Somebody, or some network, whose submissions a site does not want unseen. What is recognised is kept as a keyed hash, a network sealed.</summary>
internal sealed record Block
{
    public required Guid BlockId { get; init; }

    public required SiteId Site { get; init; }

    public required BlockKind Kind { get; init; }

    /// <summary>Flag or reject.</summary>
    public required Verdict Action { get; init; }

    /// <summary>Recognises the author, and the same block made again.</summary>
    public required byte[] MatchHash { get; init; }

    /// <summary>The network, sealed; null for other kinds.</summary>
    public byte[]? NetworkSealed { get; init; }

    /// <summary>What lists show of whom it recognises, with addresses masked; null for an address and for a network, which is opened to be shown.</summary>
    public string? Shown { get; init; }

    /// <summary>Why, in its maker's words, with addresses masked.</summary>
    public string? Note { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The actor who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when it counts no more; null: until it is lifted.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was taken back; null when nobody did.</summary>
    public DateTimeOffset? LiftedAt { get; init; }

    /// <summary>True while it counts.</summary>
    public bool IsInForce(DateTimeOffset now) => LiftedAt is null && !(ExpiresAt <= now);
}
