namespace Moderation.Contracts;

/// <summary>A content management system asks, on queue <c>moderation.decide</c>, for a decision of its own.</summary>
public sealed record DecideReply
{
    /// <summary>The site of the submission. Required.</summary>
    public string? Site { get; init; }

    /// <summary>The submission. Required.</summary>
    public string? Id { get; init; }

    /// <summary><c>approve</c>, <c>reject</c>, <c>remove</c>, <c>restore</c> or <c>reopen</c>. Required.</summary>
    public string? Decision { get; init; }

    /// <summary>A stable reason code.</summary>
    public string? Reason { get; init; }

    /// <summary>A pseudonym of who decided, for the audit trail.</summary>
    public string? By { get; init; }
}
