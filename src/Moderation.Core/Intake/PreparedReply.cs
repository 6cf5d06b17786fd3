using Moderation.Pages;
using Moderation.Submissions;

namespace Moderation.Intake;

/// <summary>A valid reply with its address sealed and everything hashed, waiting only for its place: page, parent and root.</summary>
internal sealed record PreparedReply
{
    /// <summary>The submission; its page and root are not known yet.</summary>
    public required Submission Draft { get; init; }

    /// <summary>The canonical address of the page.</summary>
    public required string PageUrl { get; init; }

    /// <summary>The website's own name for the page, if it gave one.</summary>
    public required string? PageExternalId { get; init; }

    /// <summary>True when the website itself names the page, false when a browser does.</summary>
    public required bool IsVouchedFor { get; init; }

    /// <summary>The headline, if it was given.</summary>
    public required string? PageTitle { get; init; }

    /// <summary>How it names its page.</summary>
    public PageReferenceToResolve PageReference => pageReference ??= new PageReferenceToResolve { Url = PageUrl, ExternalId = PageExternalId, Title = PageTitle, IsVouchedFor = IsVouchedFor };

    private PageReferenceToResolve? pageReference;
}
