using Moderation.Blocks;
using Moderation.Policies;

namespace Moderation.Server.Doors.Native;

/// <summary>A block as a site's own program sees it. An address that is blocked is not shown, not even to who blocked it.</summary>
internal sealed record BlockAnswer
{
    public required Guid Id { get; init; }

    public required BlockKind Kind { get; init; }

    /// <summary>Whom it recognises, with addresses masked; null for an address.</summary>
    public required string? Shown { get; init; }

    public required Verdict Action { get; init; }

    public required string? Note { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: until it is lifted.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Null while nobody took it back.</summary>
    public required DateTimeOffset? LiftedAt { get; init; }

    public static BlockAnswer From(Block block, SiteBlocks opener) => new()
    {
        Id = block.BlockId,
        Kind = block.Kind,
        Shown = opener.OpenNetwork(block)?.ToString() ?? block.Shown,
        Action = block.Action,
        Note = block.Note,
        CreatedAt = block.CreatedAt,
        ExpiresAt = block.ExpiresAt,
        LiftedAt = block.LiftedAt,
    };
}

/// <summary>Blocks of a site, newest first.</summary>
internal sealed record BlocksAnswer
{
    public required IReadOnlyList<BlockAnswer> Blocks { get; init; }

    /// <summary>For <c>?after=</c>; null at the end.</summary>
    public required Guid? Next { get; init; }
}
