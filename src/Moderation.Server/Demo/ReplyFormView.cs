namespace Moderation.Server.Demo;

/// <summary>The <em>Leave a Reply</em> form with what it already holds. The e-mail address is never given back to a page.</summary>
internal sealed record ReplyFormView
{
    /// <summary>The site that the form posts to.</summary>
    public required string Site { get; init; }

    /// <summary>The public site key.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The absolute address of the page.</summary>
    public required string PageUrl { get; init; }

    /// <summary>The headline of the page.</summary>
    public string? PageTitle { get; init; }

    /// <summary>The comment it replies to; null for a root.</summary>
    public string? ParentId { get; init; }

    /// <summary>What was typed as a name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What was typed as a website.</summary>
    public string Website { get; init; } = "";

    /// <summary>What was typed as a comment.</summary>
    public string Body { get; init; } = "";

    /// <summary>Whether the site wants an e-mail address.</summary>
    public bool RequiresEmail { get; init; }

    /// <summary>Sentences by form field (<c>body</c>, <c>name</c>, <c>email</c>, <c>url</c>).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
