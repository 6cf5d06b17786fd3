using Moderation.Campaigns;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Bulk;

/// <summary>What a moderator is about to decide at once.</summary>
internal sealed record BulkDraft
{
    public required SiteId Site { get; init; }

    public required bool IsRejection { get; init; }

    /// <summary>The reason code; null for an approval.</summary>
    public string? Reason { get; init; }

    /// <summary>What it is about, in the words of the console.</summary>
    public required string Title { get; init; }

    public required Guid ModeratorId { get; init; }

    /// <summary>The campaign, all of whose members are meant; null for a list.</summary>
    public Campaign? Campaign { get; init; }

    /// <summary>The submissions meant, with the versions that were seen, in order; of a campaign nothing is named.</summary>
    public IReadOnlyList<(SubmissionId Id, int Version)> Items { get; init; } = [];
}
