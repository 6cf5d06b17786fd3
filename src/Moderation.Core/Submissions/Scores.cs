namespace Moderation.Submissions;

/// <summary>The eight scores of a submission, each a probability from 0 to 1; null where the model does not score that category.</summary>
internal sealed record Scores
{
    public double? Spam { get; init; }

    public double? Toxicity { get; init; }

    public double? SevereToxicity { get; init; }

    public double? Insult { get; init; }

    public double? Profanity { get; init; }

    public double? Threat { get; init; }

    public double? IdentityAttack { get; init; }

    public double? LikelyToReject { get; init; }
}
