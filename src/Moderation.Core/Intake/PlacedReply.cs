using Moderation.Pages;
using Moderation.Submissions;

namespace Moderation.Intake;

/// <summary>A reply with its page and its place in the thread.</summary>
internal sealed record PlacedReply
{
    public required Submission Submission { get; init; }

    public required Page Page { get; init; }

    /// <summary>True when the parent it names is not a submission of this page; the submission then stands as a root.</summary>
    public required bool IsParentUnknown { get; init; }
}
