namespace Moderation.Pages;

/// <summary>How a submission names its page.</summary>
internal sealed record PageReferenceToResolve
{
    /// <summary>The canonical address.</summary>
    public required string Url { get; init; }

    /// <summary>The website's own name for the page, which then is its identity; null when it gave none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The headline; null when it was not given.</summary>
    public string? Title { get; init; }

    /// <summary>False for what a browser says: it may name a new page, but neither move nor rename one that is known.</summary>
    public bool IsVouchedFor { get; init; } = true;
}
