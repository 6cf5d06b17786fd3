namespace Moderation.Submissions;

/// <summary>Asks what was received before one submission: how often its text, and how much from its author and its network.</summary>
internal sealed record RecentProbe
{
    public required SubmissionKey Key { get; init; }

    public required Guid PageId { get; init; }

    /// <summary>The submission it is an edit of, which does not count as its duplicate.</summary>
    public SubmissionId? ReplacesId { get; init; }

    /// <summary>Test submissions are compared with test submissions only.</summary>
    public bool IsTest { get; init; }

    public required string AuthorName { get; init; }

    public required byte[] BodyHash { get; init; }

    /// <summary>Null: the counts for the author are 0.</summary>
    public byte[]? AuthorKey { get; init; }

    /// <summary>Null: the count for the network is 0.</summary>
    public byte[]? NetworkHash { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>From when the same text on the same page is a duplicate.</summary>
    public required DateTimeOffset DuplicateSince { get; init; }

    /// <summary>From when the same text on other pages or under other names is a campaign.</summary>
    public required DateTimeOffset CampaignSince { get; init; }

    /// <summary>From when the author's submissions count for the short limit.</summary>
    public required DateTimeOffset AuthorBurstSince { get; init; }

    /// <summary>From when the author's submissions count for the long limit.</summary>
    public required DateTimeOffset AuthorSince { get; init; }

    /// <summary>From when the network's submissions count.</summary>
    public required DateTimeOffset NetworkSince { get; init; }
}
