using Moderation.Policies;
using Moderation.Scoring;

namespace Moderation.Quality;

/// <summary>Says which part of the sample a submission belongs to. Pure.</summary>
internal static class BlindParts
{
    /// <summary>A score is just below its threshold from this share of it on.</summary>
    public const double NearFrom = 0.5;

    /// <param name="submission">The submission.</param>
    /// <param name="policy">The site's policy.</param>
    /// <param name="thresholds">Its thresholds with those of the model.</param>
    /// <param name="isSiteModel">True when likely-to-reject counts.</param>
    public static BlindPart Of(DaySubmission submission, Policy policy, Thresholds thresholds, bool isSiteModel) =>
        submission.Verdict != Verdict.Approve ? BlindPart.Stopped
        : Categories.All.Any(category => submission.Scores[(int)category] >= NearFrom * FlagsAt(category, policy, thresholds, isSiteModel)) ? BlindPart.Near
        : BlindPart.Far;

    private static double? FlagsAt(Category category, Policy policy, Thresholds thresholds, bool isSiteModel) => category switch
    {
        Category.Spam => thresholds.SpamFlag,
        Category.LikelyToReject => isSiteModel ? thresholds.LikelyToReject : null,
        Category.Profanity when !policy.FlagsProfanity => null,
        _ => thresholds.AbuseFlag(category),
    };
}
