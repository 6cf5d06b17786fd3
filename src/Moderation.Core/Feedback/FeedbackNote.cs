using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Feedback;

/// <summary>Feedback as it came through a door, not yet masked. <see cref="RecordFeedback"/> decides what of it is kept.</summary>
internal sealed record FeedbackNote
{
    /// <summary>The key of whoever sends it. Test keys teach nothing; of texts only keys with <see cref="KeyOptions.Store"/> leave anything but a digest.</summary>
    public required ApiKey Key { get; init; }

    public required Door Door { get; init; }

    /// <summary>The text as it was judged.</summary>
    public required string Text { get; init; }

    /// <summary>What is said of it, 0 to 1 by category.</summary>
    public required IReadOnlyDictionary<Category, double> Values { get; init; }

    /// <summary>The id that the door gave with its answer, when the client sent it back.</summary>
    public Guid? CheckId { get; init; }

    /// <summary>The submission it is about, when the door knows; otherwise it is looked for by the check id, then by the text.</summary>
    public SubmissionId? Submission { get; init; }
}
