using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>Texts that nobody has to read by accident: those that a severe category gave a reason for.</summary>
internal static class SevereTexts
{
    private static readonly Category[] Severe = [Category.Threat, Category.IdentityAttack, Category.SevereToxicity];

    public static bool Contain(Submission submission) => Contain(PolicyJson.ReadReasons(submission.ReasonsJson));

    public static bool Contain(IReadOnlyList<Reason> reasons) =>
        reasons.Any(reason => Categories.TryParse(reason.Category, out Category category) && Severe.Contains(category));
}
