using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>One thing that spoke against a submission, with the numbers as they were when it was judged.</summary>
internal sealed record Reason
{
    /// <summary>A stable code of <see cref="ReasonCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>The number of the rule in <see cref="PolicyRules"/>; null for a note that decides nothing.</summary>
    public int? Rule { get; init; }

    /// <summary>The category's name when a score is the reason.</summary>
    public string? Category { get; init; }

    /// <summary>The score, 0 to 1.</summary>
    public double? Score { get; init; }

    /// <summary>The threshold that the score reached.</summary>
    public double? Threshold { get; init; }

    /// <summary>How many were counted, when a count is the reason.</summary>
    public int? Count { get; init; }

    /// <summary>The count from which on the rule acts.</summary>
    public int? Limit { get; init; }

    /// <summary>What matched, when it is an entry of a word list, as the list has it, or the number of a campaign; never a piece of the text.</summary>
    public string? Matched { get; init; }

    /// <summary>The name of the word list that has the entry.</summary>
    public string? List { get; init; }

    /// <summary>Where in the body it is; null when it is not in the body, or nobody asked. Weight 0 where no score is involved.</summary>
    public IReadOnlyList<ReasonSpan>? Spans { get; init; }
}
