using System.Net;
using Moderation.Contracts;
using Moderation.Pages;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Intake;

/// <summary>
/// Says of a reply that was read what is missing or wrong, by member, or turns it into a <see cref="ValidReply"/>.
/// Finds every error at once. The sentences never repeat what was sent.
/// </summary>
internal static class ReplyValidator
{
    private static readonly DateTimeOffset EarliestSubmittedAt = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan ToleratedClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Validates one reply. Never throws for what a sender can send.</summary>
    public static Validation Validate(ReadReply read, ReplyContext context)
    {
        SubmitReply reply = read.Reply;
        var errors = new MemberErrors(read.PathPrefix, read.Errors);
        var warnings = new List<string>();

        SiteId site = ReadSite(reply.Site, context.RouteSite, errors);
        SubmissionId? id = ReadId(reply.Id, "id", errors);
        SubmissionId? parentId = ReadId(reply.ParentId, "parentId", errors);
        SubmissionId? replacesId = ReadId(reply.ReplacesId, "replacesId", errors);
        ValidPage? page = ReadPage(reply.Page, errors, warnings);
        bool requiresEmail = site != default && context.RequiresEmail(site);
        ValidAuthor? author = AuthorValidator.Read(reply.Author, requiresEmail, errors);
        string body = ReadBody(reply.Body, errors);
        IPAddress? address = ReadAddress(reply.Client?.Ip, errors);

        if (!errors.IsEmpty)
        {
            return new Validation
            {
                Errors = errors.ToDictionary(),
                RefusedAs = read.IsUnreadable ? RefusalCodes.Unreadable : RefusalCodes.Invalid,
            };
        }

        return new Validation
        {
            Errors = errors.ToDictionary(),
            Reply = new ValidReply
            {
                Id = id,
                Site = site,
                Page = page!,
                ParentId = parentId,
                ReplacesId = replacesId,
                Author = author!,
                Body = body,
                ReceivedAt = context.ReceivedAt,
                SubmittedAt = ReadSubmittedAt(reply.SubmittedAt, context.ReceivedAt, warnings),
                ClientAddress = address,
                Honeypot = !string.IsNullOrWhiteSpace(reply.Honeypot),
                ElapsedSeconds = ReadElapsedSeconds(reply.ElapsedSeconds, warnings),
                Warnings = warnings,
            },
        };
    }

    private static SiteId ReadSite(string? text, SiteId? routeSite, MemberErrors errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            if (routeSite is null)
            {
                errors.Add("site", "site is required.");
            }

            return routeSite ?? default;
        }

        if (!SiteId.TryParse(text, out SiteId site))
        {
            errors.Add("site", "site must have 1 to 63 lower-case letters, digits and hyphens and must not start with a hyphen.");
        }
        else if (routeSite is { } route && route != site)
        {
            errors.Add("site", "site must be left out or be the site of the address it is sent to.");
        }

        return site;
    }

    private static SubmissionId? ReadId(string? text, string path, MemberErrors errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // The nil UUID is what a program sends that forgot to make one: every reply of it would be the same submission.
        if (!Guid.TryParseExact(text, "D", out Guid id) || id == Guid.Empty)
        {
            errors.Add(path, $"{path} must be a UUID such as 01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10.");
            return null;
        }

        return new SubmissionId(id);
    }

    private static ValidPage? ReadPage(PageReference? page, MemberErrors errors, List<string> warnings)
    {
        PageUrl url = default;
        if (string.IsNullOrWhiteSpace(page?.Url))
        {
            errors.Add("page.url", "page.url is required.");
        }
        else if (!PageUrl.TryCanonicalise(ReplyText.Clean(page.Url), out url))
        {
            errors.Add("page.url", "page.url must be an absolute http or https address of at most 2,048 characters.");
        }

        string? externalId = NullIfBlank(page?.Id);
        if (externalId is not null && ReplyText.CountChars(externalId) > ReplyLimits.MaxPageIdChars)
        {
            errors.Add("page.id", "page.id must have at most 255 characters.");
        }

        return new ValidPage { Url = url, ExternalId = externalId, Title = ReadTitle(page?.Title, warnings) };
    }

    private static string? ReadTitle(string? text, List<string> warnings)
    {
        string? title = NullIfBlank(text);
        if (title is null || ReplyText.CountChars(title) <= ReplyLimits.MaxTitleChars)
        {
            return title;
        }

        warnings.Add(ReplyWarnings.TitleCut);
        int end = 0;
        for (int count = 0; count < ReplyLimits.MaxTitleChars; count++)
        {
            end += char.IsHighSurrogate(title[end]) ? 2 : 1;
        }

        return title[..end];
    }

    private static string ReadBody(string? text, MemberErrors errors)
    {
        if (string.IsNullOrEmpty(text) || ReplyText.IsBlank(text))
        {
            errors.Add("body", text is null ? "body is required." : "body must not be empty.");
            return "";
        }

        string body = ReplyText.Clean(text);
        if (ReplyText.CountChars(body) > ReplyLimits.MaxBodyChars)
        {
            errors.Add("body", "body must have at most 20,000 characters.");
        }
        else if (System.Text.Encoding.UTF8.GetByteCount(body) > ReplyLimits.MaxBodyBytes)
        {
            errors.Add("body", "body must have at most 65,525 bytes of UTF-8.");
        }

        return body;
    }

    private static IPAddress? ReadAddress(string? text, MemberErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // IPAddress also reads "1" and "0x7f"; nobody means an address by these.
        string trimmed = text.Trim();
        bool looksRight = trimmed.Contains(':', StringComparison.Ordinal) || trimmed.AsSpan().Count('.') == 3;
        if (looksRight && IPAddress.TryParse(trimmed, out IPAddress? address))
        {
            return address;
        }

        errors.Add("client.ip", "client.ip must be an IPv4 or IPv6 address.");
        return null;
    }

    private static DateTimeOffset ReadSubmittedAt(DateTimeOffset? sent, DateTimeOffset receivedAt, List<string> warnings)
    {
        if (sent is not { } time)
        {
            return receivedAt;
        }

        if (time < EarliestSubmittedAt || time - receivedAt > ToleratedClockSkew)
        {
            warnings.Add(ReplyWarnings.SubmittedAtReplaced);
            return receivedAt;
        }

        return time > receivedAt ? receivedAt : time.ToMicros();
    }

    private static double? ReadElapsedSeconds(double? seconds, List<string> warnings)
    {
        if (seconds is null or (>= 0 and < double.PositiveInfinity))
        {
            return seconds;
        }

        warnings.Add(ReplyWarnings.ElapsedSecondsIgnored);
        return null;
    }

    private static string? NullIfBlank(string? text) =>
        string.IsNullOrEmpty(text) || ReplyText.IsBlank(text) ? null : ReplyText.CleanLine(text);
}
