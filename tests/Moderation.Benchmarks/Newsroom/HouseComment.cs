using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Scoring.Training;

namespace Moderation.Benchmarks.Newsroom;

/// <summary>A comment and what the house's moderators decide about it.</summary>
/// <param name="Text">The comment with the labels that the decision gives it, as the trainer would read them from the store.</param>
/// <param name="Differs">Whether the decision follows a rule of the house that the base does not know.</param>
internal sealed record HouseComment(LabelledText Text, bool Differs)
{
    public bool IsRejected => Text.Labels[Category.LikelyToReject] is true;

    public static HouseComment Accepted(string text, bool differs) => Of(text, isRejected: false, reason: null, differs);

    public static HouseComment Rejected(string text, string? reason, bool differs) => Of(text, isRejected: true, reason, differs);

    private static HouseComment Of(string text, bool isRejected, string? reason, bool differs) =>
        new(new LabelledText { Id = "", Source = "decision", Text = text, Labels = LabelReasons.ToLabels(isRejected, reason) }, differs);
}
