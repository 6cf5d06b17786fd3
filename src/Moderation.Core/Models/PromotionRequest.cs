using Moderation.Sites;

namespace Moderation.Models;

/// <summary>Somebody wants a model version to decide.</summary>
internal sealed record PromotionRequest
{
    /// <summary>For which site; null: for every site that has no model of its own.</summary>
    public required SiteId? Site { get; init; }

    /// <summary>SHA-256 of the model's artefact.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The champion that the person saw when they decided; null when they saw none. Another one by now: nothing is changed.</summary>
    public string? SeenChampion { get; init; }

    /// <summary>Why the gate's word does not count here, in the admin's own words; null to go by the gate.</summary>
    public string? OverrideReason { get; init; }

    /// <summary>Who wants it.</summary>
    public required string Actor { get; init; }

    /// <summary>The scope of the promotion.</summary>
    public string Scope => Site?.Value ?? ModelHost.EverySite;
}

/// <summary>How a promotion or the step back ended.</summary>
internal enum PromotionOutcome
{
    /// <summary>Another model decides from now on.</summary>
    Done,

    /// <summary>The model was champion before.</summary>
    AlreadySo,

    /// <summary>There is no such model, or nothing to step back to.</summary>
    Unknown,

    /// <summary>Its bytes cannot be used.</summary>
    Damaged,

    /// <summary>The gate refuses, or has nothing to judge by. An admin may override it with a reason.</summary>
    RefusedByGate,

    /// <summary>Somebody else changed the champion meanwhile.</summary>
    Stale,

    /// <summary>The reason for overriding is no reason.</summary>
    Invalid,
}

/// <summary>What came of it.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Sentences">For people: what happened, or why not. At least one.</param>
internal sealed record PromotionResult(PromotionOutcome Outcome, IReadOnlyList<string> Sentences)
{
    /// <summary>SHA-256 of the model that decides now.</summary>
    public string? Champion { get; init; }
}
