using Moderation.Sites;

namespace Moderation.Training;

/// <summary>Many labels that one actor gave within an hour and that all say the same. Nothing is learnt from them before an admin has looked.</summary>
internal sealed record LabelHold
{
    public required Guid HoldId { get; init; }

    public required SiteId Site { get; init; }

    public required string Actor { get; init; }

    /// <summary>The hour: from here, an hour long.</summary>
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required int Labels { get; init; }

    public required int Violating { get; init; }

    public required LabelHoldState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? DecidedBy { get; init; }
}

/// <summary>What became of held labels. In the store: the lower-case name.</summary>
internal enum LabelHoldState
{
    /// <summary>An admin has not looked yet.</summary>
    Waiting,

    /// <summary>They are learnt from.</summary>
    Released,

    /// <summary>They are never learnt from.</summary>
    Dropped,
}
