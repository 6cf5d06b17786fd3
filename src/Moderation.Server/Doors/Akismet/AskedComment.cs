using Moderation.Pages;
using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Sites;

namespace Moderation.Server.Doors.Akismet;

/// <summary>A comment that a client asks about or says something about.</summary>
internal sealed record AskedComment
{
    public required string Text { get; init; }

    public string? AuthorName { get; init; }

    public string? AuthorUrl { get; init; }

    /// <summary>In memory only, and only to recognise a test.</summary>
    public string? AuthorEmail { get; init; }

    /// <summary>The address of the article; null when it is none.</summary>
    public PageUrl? Page { get; init; }

    /// <summary>True when the field that the client named as its trap is filled.</summary>
    public required bool IsHoneypotFilled { get; init; }

    public ScoringInput Input => new() { Text = Text, AuthorName = AuthorName, AuthorUrl = AuthorUrl };

    /// <summary>Everything that is looked at; what else is sent (browser, server variables, behaviour) is neither used nor kept.</summary>
    public static AskedComment Read(AkismetFields fields) => new()
    {
        Text = fields.Sent("comment_content") ?? "",
        AuthorName = fields.Sent("comment_author"),
        AuthorUrl = fields.Sent("comment_author_url"),
        AuthorEmail = fields.Sent("comment_author_email"),
        Page = PageUrl.TryCanonicalise(fields.Sent("permalink"), out PageUrl page) ? page : null,
        IsHoneypotFilled = fields.Sent("honeypot_field_name") is { } trap && fields.Sent(trap) is not null,
    };

    /// <summary>
    /// The id of the check: the same for the same comment on the same page, so that what is said later finds it again, and nothing has to be kept for that. A keyed hash, and
    /// no address is in it.
    /// </summary>
    public Guid IdOn(SiteId site, ContentHasher hasher)
    {
        byte[] bytes = hasher.Hash(site, $"akismet {Page?.Value}", null, AuthorName ?? "", null, AuthorUrl, Text);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
