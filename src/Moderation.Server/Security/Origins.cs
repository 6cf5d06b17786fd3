using Moderation.Sites;

namespace Moderation.Server.Security;

/// <summary>
/// Where a browser's request comes from. A browser always says so when it posts across origins and cannot be made to lie; a program can say anything,
/// so a request that names no origin gains nothing by it and is held to the rate limit alone.
/// </summary>
internal static class Origins
{
    /// <summary>True when the request's origin is one of the site's, this service's own pages, or not named at all.</summary>
    public static bool IsAllowed(HttpRequest request, Site site) => Named(request) switch
    {
        null => true,
        "null" => false,
        { } origin => origin.Equals(Own(request), StringComparison.OrdinalIgnoreCase) || site.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>The origin under which this request reached the service.</summary>
    public static string Own(HttpRequest request) => $"{request.Scheme}://{request.Host.Value}";

    /// <summary>Brings an origin into the form browsers send (<c>https://gazette.example</c>, no default port, no path). False if it is none.</summary>
    public static bool TryNormalise(string text, out string origin)
    {
        origin = "";
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https") || parsed.PathAndQuery != "/" || parsed.UserInfo.Length > 0)
        {
            return false;
        }

        origin = parsed.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped).ToLowerInvariant();
        return true;
    }

    private static string? Named(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != "null")
        {
            return origin;
        }

        // A page with a strict referrer policy posts "null"; its referrer may still name it.
        if (Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out Uri? referrer))
        {
            return referrer.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        }

        return origin.Length > 0 ? origin : null;
    }
}
