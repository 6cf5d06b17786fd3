using Moderation.Review;
using Moderation.Server.ModeratorConsole.Desk;

namespace Moderation.Server.ModeratorConsole.Receipts;

/// <summary>Everything about how a submission was judged and decided.</summary>
internal sealed record Receipt
{
    public required ReviewItem Item { get; init; }

    public required CardText Text { get; init; }

    public required IReadOnlyList<ScoreBar> Bars { get; init; }

    public required IReadOnlyList<ReceiptRule> Rules { get; init; }

    /// <summary>What would have to be otherwise for the policy to conclude otherwise, in a sentence.</summary>
    public required string Flip { get; init; }

    /// <summary>The model in words.</summary>
    public required string Model { get; init; }

    /// <summary>The model that scored is the one that marks the words now.</summary>
    public required bool IsMarkedBySameModel { get; init; }

    /// <summary>The policy in words.</summary>
    public required string Policy { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<ReceiptStep> Trail { get; init; }
}

/// <summary>A rule that matched.</summary>
/// <param name="Number">In the decision table; null for a note.</param>
/// <param name="Sentence">What it found.</param>
/// <param name="Numbers">The numbers it compared.</param>
internal sealed record ReceiptRule(int? Number, string Sentence, string Numbers);

/// <summary>A line of the audit trail.</summary>
/// <param name="At">When.</param>
/// <param name="Who">In words.</param>
/// <param name="What">In words.</param>
/// <param name="Note">The person's own words, if any.</param>
internal sealed record ReceiptStep(DateTimeOffset At, string Who, string What, string? Note);
