using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>One decision to carry out.</summary>
internal sealed record DecisionRequest
{
    /// <summary>The longest reason code.</summary>
    public const int MaxReasonChars = 64;

    /// <summary>The longest note.</summary>
    public const int MaxNoteChars = 2_000;

    /// <summary>The longest pseudonym of who decided.</summary>
    public const int MaxByChars = 100;

    public required SubmissionKey Key { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>A stable code; null when none was given.</summary>
    public string? Reason { get; init; }

    /// <summary>Words for the audit trail; they leave the service nowhere.</summary>
    public string? Note { get; init; }

    /// <summary>Who decided, for the audit trail: <c>moderator:{id}</c>, <c>site</c> or <c>site:{pseudonym}</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>Who decided, for events: <c>moderator:{id}</c> or <c>site</c>.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The version that whoever decides has seen; in another one nothing changes and the outcome is <see cref="DecisionOutcome.Stale"/>. Null: whatever stands now.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>The moderator who decides: what a colleague has claimed is left to them. Null for a site's own program.</summary>
    public Guid? ModeratorId { get; init; }

    /// <summary>What the decision counts as a label beside one about a single submission; less than 1 where one person decided about many alike at once.</summary>
    public double LabelWeight { get; init; } = 1;

    /// <summary>A reason is a code: lower-case letters, digits and underscores.</summary>
    public static bool IsReason(string text) => text.Length is > 0 and <= MaxReasonChars && text.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
}
