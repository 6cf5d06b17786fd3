namespace Moderation.Messaging;

/// <summary>Why a dead letter is in the store. Stable codes.</summary>
internal static class DeadLetterReasons
{
    /// <summary>Judging it broke again and again.</summary>
    public const string JudgingFailed = "judging_failed";

    /// <summary>The model is there, and scoring this text broke again and again.</summary>
    public const string ScoringFailed = "scoring_failed";
}
