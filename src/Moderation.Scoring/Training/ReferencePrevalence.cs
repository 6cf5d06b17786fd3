namespace Moderation.Scoring.Training;

/// <summary>The share of violating texts that scores are calibrated for: 5 % spam, 3 % abusive, and within the abusive the shares among Wikipedia talk comments.</summary>
public static class ReferencePrevalence
{
    public const double Spam = 0.05;
    public const double Abusive = 0.03;

    /// <summary>The reference prevalence (0 to 1) of a category.</summary>
    /// <remarks>Shares within the abusive are those of the Jigsaw training texts with natural prevalence: 214, 926, 993, 56 and 153 of 1,812.</remarks>
    public static double Of(Category category) => category switch
    {
        Category.Spam => Spam,
        Category.Toxicity => Abusive,
        Category.SevereToxicity => Abusive * 0.118,
        Category.Insult => Abusive * 0.511,
        Category.Profanity => Abusive * 0.548,
        Category.Threat => Abusive * 0.031,
        Category.IdentityAttack => Abusive * 0.084,
        Category.LikelyToReject => Spam + Abusive,
    };
}
