namespace Moderation.Policies;

/// <summary>What the policy concludes, without a person. Ordered from mild to severe.</summary>
public enum Verdict
{
    /// <summary>The public may read it.</summary>
    Approve,

    /// <summary>A person must look.</summary>
    Flag,

    /// <summary>Refused; a person can restore it.</summary>
    Reject,
}
