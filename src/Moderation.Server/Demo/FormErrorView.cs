namespace Moderation.Server.Demo;

/// <summary>A form post that could not be accepted, with what was typed except the e-mail address.</summary>
internal sealed record FormErrorView
{
    /// <summary>The site that was posted to.</summary>
    public required string Site { get; init; }

    /// <summary>The public site key that came with the form.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The page as the form named it; it may be anything.</summary>
    public required string PageUrl { get; init; }

    /// <summary>The headline as the form gave it.</summary>
    public string? PageTitle { get; init; }

    /// <summary>The comment it replies to, as the form gave it.</summary>
    public string? ParentId { get; init; }

    /// <summary>What was typed as a name.</summary>
    public required string Name { get; init; }

    /// <summary>What was typed as a website.</summary>
    public required string Website { get; init; }

    /// <summary>What was typed as a comment.</summary>
    public required string Body { get; init; }

    /// <summary>Whether the site wants an e-mail address.</summary>
    public bool RequiresEmail { get; init; }

    /// <summary>True when the page takes no comments any more, so that sending it again is of no use.</summary>
    public bool IsPageClosed { get; init; }

    /// <summary>Sentences by member path (<c>author.name</c>) or, for the whole, by the empty string.</summary>
    public required IReadOnlyDictionary<string, string[]> Errors { get; init; }
}
