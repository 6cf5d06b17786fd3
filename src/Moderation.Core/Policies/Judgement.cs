namespace Moderation.Policies;

/// <summary>What the policy concludes about one submission.</summary>
internal sealed record Judgement
{
    /// <summary>The conclusion.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The number of the rule that decided.</summary>
    public required int Rule { get; init; }

    /// <summary>Order in the review queue: <see cref="PolicyRules.HighPriority"/> or 0.</summary>
    public required int Priority { get; init; }

    /// <summary>Every reason of every rule, in the order of the rules; also those that did not decide.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>The codes of the reasons, each once, in the same order.</summary>
    public IReadOnlyList<string> Codes => [.. Reasons.Select(reason => reason.Code).Distinct()];
}
