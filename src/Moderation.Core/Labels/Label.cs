using Moderation.Submissions;

namespace Moderation.Labels;

/// <summary>What a person says about a text, for the training of models. Never made from a verdict of the machine.</summary>
internal sealed record Label
{
    /// <summary>What outside feedback counts beside a decision until somebody of the house confirms it.</summary>
    public const double UnconfirmedWeight = 0.3;

    public required SubmissionKey Key { get; init; }

    public LabelSource Source { get; init; } = LabelSource.Decision;

    /// <summary>True when the text was rejected or removed for what it says.</summary>
    public required bool IsViolating { get; init; }

    /// <summary>A code of <see cref="LabelReasons"/>; null when none was given.</summary>
    public string? Reason { get; init; }

    /// <summary>Who said so: <c>moderator:{id}</c>, <c>key:{id}</c> or <c>import</c>. What one actor says is capped and watched, so a pseudonym must stay the same.</summary>
    public required string Actor { get; init; }

    /// <summary>How much it counts beside a decision; above 0, at most 1.</summary>
    public double Weight { get; init; } = 1;

    public required DateTimeOffset At { get; init; }
}
