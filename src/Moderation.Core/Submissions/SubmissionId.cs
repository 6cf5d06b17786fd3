using Moderation.Sites;

namespace Moderation.Submissions;

/// <summary>The id of a submission within its site.</summary>
public readonly record struct SubmissionId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>What identifies a submission everywhere: two sites may use the same id.</summary>
public readonly record struct SubmissionKey(SiteId Site, SubmissionId Id);
