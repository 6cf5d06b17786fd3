using Moderation.Policies;
using Moderation.Storage;

namespace Moderation.Blocks;

/// <summary>A block as its row reads.</summary>
internal sealed record BlockRow
{
    public const string Columns = "block_id, site_id, kind, action, match_hash, network_sealed, shown, note, created_at, created_by, expires_at, lifted_at";

    public Guid BlockId { get; init; }

    public required string SiteId { get; init; }

    public required string Kind { get; init; }

    public required string Action { get; init; }

    public required byte[] MatchHash { get; init; }

    public byte[]? NetworkSealed { get; init; }

    public string? Shown { get; init; }

    public string? Note { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LiftedAt { get; init; }

    public Block ToBlock() => new()
    {
        BlockId = BlockId,
        Site = Sites.SiteId.Parse(SiteId),
        Kind = EnumText.Parse<BlockKind>(Kind),
        Action = EnumText.Parse<Verdict>(Action),
        MatchHash = MatchHash,
        NetworkSealed = NetworkSealed,
        Shown = Shown,
        Note = Note,
        CreatedAt = CreatedAt,
        CreatedBy = CreatedBy,
        ExpiresAt = ExpiresAt,
        LiftedAt = LiftedAt,
    };
}
