namespace Moderation.Contracts;

/// <summary>
/// What a website sends when a visitor leaves a reply: one submission, or, through <see cref="Items"/>, up to 50 of them.
/// Every member may be missing on the wire; the service says which required one is, by name.
/// </summary>
public sealed record SubmitReply
{
    /// <summary>A UUID chosen by the website. With <see cref="Site"/> it identifies the submission, so that sending it twice changes nothing.</summary>
    public string? Id { get; init; }

    /// <summary>The registered site, <c>^[a-z0-9][a-z0-9-]{0,62}$</c>. Required on the queue.</summary>
    public string? Site { get; init; }

    /// <summary>The page the reply belongs to. Required.</summary>
    public PageReference? Page { get; init; }

    /// <summary>The id of the submission this one replies to; null for a root.</summary>
    public string? ParentId { get; init; }

    /// <summary>The id of the submission that this one replaces (an edit); null for a first version.</summary>
    public string? ReplacesId { get; init; }

    /// <summary>Who wrote it. Required.</summary>
    public AuthorDetails? Author { get; init; }

    /// <summary>Plain text, 1 to 20,000 characters and at most 65,525 bytes of UTF-8. Required.</summary>
    public string? Body { get; init; }

    /// <summary>When the visitor pressed the button; null means when the service received it.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>What the website knows about the visitor's connection.</summary>
    public ClientDetails? Client { get; init; }

    /// <summary>The content of a form field that people do not see; anything but empty is evidence of a robot.</summary>
    public string? Honeypot { get; init; }

    /// <summary>Seconds between showing the form and sending it.</summary>
    public double? ElapsedSeconds { get; init; }

    /// <summary>Up to 50 submissions in one message. A message has exactly one of <c>items</c> and <c>body</c>; members do not nest further.</summary>
    public IReadOnlyList<SubmitReply>? Items { get; init; }
}

/// <summary>Names a page of a site.</summary>
public sealed record PageReference
{
    /// <summary>The page's address, absolute http or https, at most 2,048 characters. Required.</summary>
    public string? Url { get; init; }

    /// <summary>The website's own name for the page; where it is given it is the identity, and the URL may change.</summary>
    public string? Id { get; init; }

    /// <summary>The headline.</summary>
    public string? Title { get; init; }
}

/// <summary>What the author typed, and what the website vouches for.</summary>
public sealed record AuthorDetails
{
    /// <summary>The name to show, at most 245 characters. Required.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address, at most 254 characters. Sealed on arrival and never published.</summary>
    public string? Email { get; init; }

    /// <summary>The author's own page, at most 2,048 characters.</summary>
    public string? Url { get; init; }

    /// <summary>A JSON Web Token signed by the website that vouches for the author; without it the author is unverified.</summary>
    public string? Identity { get; init; }
}

/// <summary>The visitor's connection as the website saw it.</summary>
public sealed record ClientDetails
{
    /// <summary>IPv4 or IPv6 address. Used for a short-lived keyed hash of its network and never stored.</summary>
    public string? Ip { get; init; }

    /// <summary>The browser's own description. Not stored.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The page the visitor came from. Not stored.</summary>
    public string? Referrer { get; init; }
}
