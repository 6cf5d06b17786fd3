using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Bulk;

/// <summary>One decision of a moderator about many submissions of a site: which they are was fixed before it was confirmed, and one undo takes back all of it.</summary>
internal sealed record BulkDecision
{
    public required Guid BulkId { get; init; }

    public required SiteId Site { get; init; }

    /// <summary>True: rejected, and what the public could read is removed. False: approved, and what was removed is restored.</summary>
    public required bool IsRejection { get; init; }

    /// <summary>The reason code; null for an approval.</summary>
    public string? Reason { get; init; }

    /// <summary>What it is about, in the words of the console.</summary>
    public required string Title { get; init; }

    /// <summary>Who decided.</summary>
    public required Guid ModeratorId { get; init; }

    /// <summary>Who undid it; null as long as nobody did.</summary>
    public Guid? UndoneBy { get; init; }

    /// <summary>The campaign it is about; null when it is about a selection or a search.</summary>
    public Guid? CampaignId { get; init; }

    public BulkState State { get; init; }

    /// <summary>How many submissions it is about, exactly.</summary>
    public required int Items { get; init; }

    /// <summary>How many of them were gone through; while it is undone, how many are still to be.</summary>
    public int Handled { get; init; }

    /// <summary>How many of them it changed. The others were as it wants them, or somebody decided about them meanwhile.</summary>
    public int Changed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How the decision stands in the audit trail.</summary>
    public string Decision => IsRejection ? "reject" : "approve";
}

/// <summary>A decision about many as its row reads.</summary>
internal sealed record BulkRow
{
    public const string Columns = """
        bulk_id, site_id, decision, reason, title, moderator_id, undone_by, campaign_id, state, items, handled, changed, created_at, finished_at
        """;

    public Guid BulkId { get; init; }

    public required string SiteId { get; init; }

    public required string Decision { get; init; }

    public string? Reason { get; init; }

    public required string Title { get; init; }

    public Guid ModeratorId { get; init; }

    public Guid? UndoneBy { get; init; }

    public Guid? CampaignId { get; init; }

    public required string State { get; init; }

    public int Items { get; init; }

    public int Handled { get; init; }

    public int Changed { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public BulkDecision ToBulk() => new()
    {
        BulkId = BulkId,
        Site = Sites.SiteId.Parse(SiteId),
        IsRejection = Decision == "reject",
        Reason = Reason,
        Title = Title,
        ModeratorId = ModeratorId,
        UndoneBy = UndoneBy,
        CampaignId = CampaignId,
        State = EnumText.Parse<BulkState>(State),
        Items = Items,
        Handled = Handled,
        Changed = Changed,
        CreatedAt = CreatedAt,
        FinishedAt = FinishedAt,
    };
}
