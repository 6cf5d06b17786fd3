using Moderation.Labels;

namespace Moderation.Training;

/// <summary>What counts about one submission when a training set is made: the label of the most trusted source, and what is known of the text without keeping it.</summary>
internal sealed record TrainingLabel
{
    public required Guid SubmissionId { get; init; }

    public required LabelSource Source { get; init; }

    public required bool IsViolating { get; init; }

    public string? Reason { get; init; }

    public required string Actor { get; init; }

    public required double Weight { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the text came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Of the text, after disguises are undone: equal texts have equal hashes. Lower-case hexadecimal.</summary>
    public required string TextHash { get; init; }

    public required int Chars { get; init; }

    /// <summary>Texts of one number are near-duplicates of each other.</summary>
    public int Cluster { get; init; }
}
