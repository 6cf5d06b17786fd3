namespace Moderation.Review;

/// <summary>What a person's decision says about a text, for the training of models. Never made from a verdict of the machine.</summary>
internal sealed record Label
{
    public required Submissions.SubmissionKey Key { get; init; }

    /// <summary>True when the text was rejected or removed for what it says.</summary>
    public required bool IsViolating { get; init; }

    /// <summary>The reason code of the decision; null when none was given.</summary>
    public string? Reason { get; init; }

    /// <summary>Who decided.</summary>
    public required string Actor { get; init; }

    public required DateTimeOffset At { get; init; }
}
