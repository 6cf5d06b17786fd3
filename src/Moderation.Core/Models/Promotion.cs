namespace Moderation.Models;

/// <summary>What the gate had said when a model was promoted.</summary>
internal enum PromotionGate
{
    /// <summary>Nobody asked it: the system's own base model.</summary>
    None,

    /// <summary>It let the model through.</summary>
    Passed,

    /// <summary>It refused, or had nothing to judge by, and an admin promoted the model all the same, with a reason.</summary>
    Overridden,
}

/// <summary>One entry of a scope's stack of champions.</summary>
internal sealed record Promotion
{
    /// <summary>A site's id, or <see cref="ModelHost.EverySite"/>.</summary>
    public required string Scope { get; init; }

    /// <summary>Counts from 1 in each scope.</summary>
    public required int Number { get; init; }

    /// <summary>Of the artefact, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required PromotionGate Gate { get; init; }

    /// <summary>Why it was promoted against the gate's word, in the admin's own words; null otherwise.</summary>
    public string? Reason { get; init; }

    public required DateTimeOffset PromotedAt { get; init; }

    /// <summary>The actor who promoted it.</summary>
    public required string PromotedBy { get; init; }

    /// <summary>When it was taken back; null while it stands.</summary>
    public DateTimeOffset? RolledBackAt { get; init; }

    /// <summary>The actor who took it back.</summary>
    public string? RolledBackBy { get; init; }
}
