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
}
