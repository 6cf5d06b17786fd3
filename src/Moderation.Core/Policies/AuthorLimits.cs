namespace Moderation.Policies;

/// <summary>What an author's past has to do with a verdict. It counts only for authors the website vouches for: anybody can type a name and an address.</summary>
internal sealed record AuthorLimits
{
    /// <summary>Trusted from so many approved submissions on, when none was rejected, both within <see cref="TrustedDays"/>.</summary>
    public int TrustedApproved { get; init; } = 3;

    /// <summary>The window of trust. One rejection within it ends the trust.</summary>
    public int TrustedDays { get; init; } = 90;

    /// <summary>New with fewer approved submissions than this: scores at half of a threshold are enough to flag. 0 makes nobody new.</summary>
    public int NewBelowApproved { get; init; } = 1;

    /// <summary>The share (0 to 1) of rejected submissions, of those decided within <see cref="RejectionDays"/>, at or above which an author is flagged.</summary>
    public double RejectionRate { get; init; } = 0.3;

    /// <summary>Fewer decided submissions say nothing about an author.</summary>
    public int RejectionDecisions { get; init; } = 5;

    /// <summary>The window of the rejection rate.</summary>
    public int RejectionDays { get; init; } = 30;
}
