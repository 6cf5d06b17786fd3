using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>A submission in the pane beside the queue.</summary>
public sealed class PaneEntry
{
    /// <param name="submission">What is shown.</param>
    /// <param name="preferences">Whether severe texts are covered.</param>
    internal PaneEntry(Submission submission, Preferences preferences)
    {
        Submission = submission;
        IsCovered = !preferences.UncoversSevere && SevereTexts.Contain(submission);
    }

    /// <param name="card">The one that the pane is about, covered as its card is.</param>
    /// <param name="preferences">Whether severe texts are covered.</param>
    internal PaneEntry(Card card, Preferences preferences)
    {
        Submission = card.Submission;
        IsThis = true;
        IsCovered = card.IsCovered(preferences);
    }

    internal Submission Submission { get; }

    /// <summary>The one that the pane is about.</summary>
    internal bool IsThis { get; }

    internal bool IsCovered { get; }
}
