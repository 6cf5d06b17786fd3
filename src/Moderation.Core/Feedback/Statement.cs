using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Feedback;

/// <summary>What one key says of one text in one category: evidence, never truth.</summary>
internal sealed record Statement
{
    public required Guid StatementId { get; init; }

    public required SiteId Site { get; init; }

    /// <summary>The API key that said it. What one key says is capped and watched by this id.</summary>
    public required Guid KeyId { get; init; }

    public required Door Door { get; init; }

    /// <summary>The id that the door gave with its answer, when the client sent it back.</summary>
    public Guid? CheckId { get; init; }

    /// <summary>The stored submission with this text; null when nothing of it is stored.</summary>
    public SubmissionId? Submission { get; init; }

    /// <summary>Recognises the text: <see cref="Privacy.BodyHasher"/> over its normalised form.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>The text without its author and with addresses masked; null when the key does not have texts kept.</summary>
    public string? Body { get; init; }

    public required Category Category { get; init; }

    /// <summary>1: the text is of this category, 0: it is not.</summary>
    public required double Value { get; init; }

    /// <summary><see cref="Label.UnconfirmedWeight"/> until somebody of the house looks at it; then 1 when it is confirmed, 0 when it is dismissed.</summary>
    public double Weight { get; init; } = Label.UnconfirmedWeight;

    /// <summary>When it was said last with this value.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The actor who confirmed or dismissed it; null while nobody did.</summary>
    public string? ConfirmedBy { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>True when it says that the text is of the category.</summary>
    public bool IsViolating => Value >= 0.5;
}
