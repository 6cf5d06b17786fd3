using Moderation.Contracts;
using Moderation.Privacy;

namespace Moderation.Intake;

/// <summary>Validates the <c>author</c> of a reply.</summary>
internal static class AuthorValidator
{
    /// <summary>The author; null when an error was added.</summary>
    public static ValidAuthor? Read(AuthorDetails? author, bool requiresEmail, MemberErrors errors)
    {
        string? name = ReadName(author?.Name, errors);
        string? email = ReadEmail(author?.Email, requiresEmail, errors);
        string? url = ReadUrl(author?.Url, errors);
        string? identity = string.IsNullOrWhiteSpace(author?.Identity) ? null : author.Identity.Trim();
        if (identity?.Length > ReplyLimits.MaxIdentityChars)
        {
            errors.Add("author.identity", "author.identity must have at most 8,192 characters.");
        }

        return name is null ? null : new ValidAuthor { Name = name, Email = email, Url = url, Identity = identity };
    }

    private static string? ReadName(string? text, MemberErrors errors)
    {
        if (string.IsNullOrEmpty(text) || ReplyText.IsBlank(text))
        {
            errors.Add("author.name", "author.name is required.");
            return null;
        }

        string name = ReplyText.CleanLine(text);
        if (ReplyText.CountChars(name) > ReplyLimits.MaxNameChars)
        {
            errors.Add("author.name", "author.name must have at most 245 characters.");
            return null;
        }

        return name;
    }

    private static string? ReadEmail(string? text, bool requiresEmail, MemberErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (requiresEmail)
            {
                errors.Add("author.email", "author.email is required on this site.");
            }

            return null;
        }

        string email = ReplyText.Clean(text).Trim();
        if (ReplyText.CountChars(email) > ReplyLimits.MaxEmailChars)
        {
            errors.Add("author.email", "author.email must have at most 254 characters.");
        }
        else if (!EmailAddress.IsPlausible(email))
        {
            errors.Add("author.email", "author.email must be an e-mail address.");
        }

        return email;
    }

    /// <summary>
    /// People type <c>ana.example</c> as often as <c>https://ana.example</c>: what has no scheme gets https. Any scheme but http and https is an
    /// error, so that <c>javascript:</c> never reaches a link.
    /// </summary>
    private static string? ReadUrl(string? text, MemberErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string url = ReplyText.Clean(text).Trim();
        if (!HasScheme(url))
        {
            url = url.StartsWith("//", StringComparison.Ordinal) ? "https:" + url : "https://" + url;
        }

        if (ReplyText.CountChars(url) > ReplyLimits.MaxUrlChars)
        {
            errors.Add("author.url", "author.url must have at most 2,048 characters.");
        }
        else if (!IsWebAddress(url))
        {
            errors.Add("author.url", "author.url must be an http or https address.");
        }

        return url;
    }

    private static bool HasScheme(string url)
    {
        int colon = url.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(url[0]))
        {
            return false;
        }

        // A dot before the colon is a host with a port: "ana.example:8080" has no scheme.
        foreach (char c in url.AsSpan(0, colon))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWebAddress(string url)
    {
        foreach (char c in url)
        {
            if (char.IsControl(c) || c is ' ' or '\\')
            {
                return false;
            }
        }

        return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && url.Contains("://", StringComparison.Ordinal)
            && uri.Host.Length > 0;
    }
}
