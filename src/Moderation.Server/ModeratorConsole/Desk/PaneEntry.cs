using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>A submission in the pane beside the queue.</summary>
public sealed class PaneEntry
{
    internal PaneEntry(Submission submission, bool isThis = false, bool isCovered = false)
    {
        Submission = submission;
        IsThis = isThis;
        IsCovered = isCovered;
    }

    internal Submission Submission { get; }

    /// <summary>The one that the pane is about.</summary>
    internal bool IsThis { get; }

    internal bool IsCovered { get; }
}
