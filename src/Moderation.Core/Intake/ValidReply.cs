using System.Net;
using Moderation.Pages;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Intake;

/// <summary>A reply that can be accepted: every member typed, cleaned and within its limits.</summary>
internal sealed record ValidReply
{
    /// <summary>Null when the website chose none; see <see cref="SubmissionIds"/>.</summary>
    public SubmissionId? Id { get; init; }

    /// <summary>The site, from the message or from the route.</summary>
    public required SiteId Site { get; init; }

    /// <summary>The page it belongs to.</summary>
    public required ValidPage Page { get; init; }

    /// <summary>The submission it replies to; null for a root. Whether it exists on this page is for the store to say.</summary>
    public SubmissionId? ParentId { get; init; }

    /// <summary>The submission it replaces; null for a first version.</summary>
    public SubmissionId? ReplacesId { get; init; }

    /// <summary>Who wrote it, as typed.</summary>
    public required ValidAuthor Author { get; init; }

    /// <summary>The text, cleaned by <see cref="ReplyText.Clean"/> and otherwise as it was sent.</summary>
    public required string Body { get; init; }

    /// <summary>UTC, microseconds, never later than <see cref="ReceivedAt"/>.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When the service received it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The visitor's address as the website saw it; null when it did not say.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>True when the hidden field was filled.</summary>
    public required bool Honeypot { get; init; }

    /// <summary>Seconds between showing the form and sending it, 0 or more; null when unknown.</summary>
    public double? ElapsedSeconds { get; init; }

    /// <summary>What was put right without refusing the reply: codes of <see cref="ReplyWarnings"/>.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>The page of a valid reply.</summary>
internal sealed record ValidPage
{
    /// <summary>The canonical address.</summary>
    public required PageUrl Url { get; init; }

    /// <summary>The website's own name for the page; null when it gave none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The headline, cut to <see cref="ReplyLimits.MaxTitleChars"/>; null when it gave none.</summary>
    public string? Title { get; init; }

    /// <summary>What identifies the page within its site: <c>id:post-4711</c>, or <c>url:https://…</c> where there is no id.</summary>
    public string Key => ExternalId is null ? $"url:{Url.Value}" : $"id:{ExternalId}";
}

/// <summary>The author of a valid reply.</summary>
internal sealed record ValidAuthor
{
    /// <summary>The name to show.</summary>
    public required string Name { get; init; }

    /// <summary>The e-mail address as typed, trimmed; null when none was given. To be sealed before it is stored.</summary>
    public string? Email { get; init; }

    /// <summary>An absolute http or https address; null when none was given.</summary>
    public string? Url { get; init; }

    /// <summary>The identity token as sent, not verified yet; null when none was given.</summary>
    public string? Identity { get; init; }
}
