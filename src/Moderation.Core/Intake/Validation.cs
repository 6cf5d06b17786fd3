using System.Diagnostics.CodeAnalysis;

namespace Moderation.Intake;

/// <summary>The result of validating one reply: a <see cref="Reply"/>, or errors and their code.</summary>
internal sealed record Validation
{
    /// <summary>The reply; null when there are errors.</summary>
    public ValidReply? Reply { get; init; }

    /// <summary>Null when valid, else a code of <see cref="RefusalCodes"/>.</summary>
    public string? RefusedAs { get; init; }

    /// <summary>One plain sentence per member path; empty when valid.</summary>
    public required IReadOnlyDictionary<string, string[]> Errors { get; init; }

    /// <summary>True when there is a reply.</summary>
    [MemberNotNullWhen(true, nameof(Reply))]
    [MemberNotNullWhen(false, nameof(RefusedAs))]
    public bool IsValid => Reply is not null;
}
