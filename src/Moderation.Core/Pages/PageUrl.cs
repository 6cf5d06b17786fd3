using System.Text;
using Moderation.Privacy;

namespace Moderation.Pages;

/// <summary>
/// The canonical address of a page: lower-case scheme and host (IDN as punycode), no user-info, no default port, no fragment, no
/// <c>utm_*</c>, <c>fbclid</c> or <c>gclid</c>, and no parameter that holds an e-mail address. Every other parameter stays, in order:
/// <c>?p=123</c> is a page.
/// </summary>
public readonly record struct PageUrl
{
    /// <summary>The longest address, in characters, before and after it is made canonical.</summary>
    public const int MaxChars = 2048;

    private const int MaxPasses = 4;

    private PageUrl(string value) => Value = value;

    /// <summary>The address.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>
    /// Makes an absolute http or https address canonical. Doing it again changes nothing. False for anything else, for control characters
    /// and for more than <see cref="MaxChars"/> characters.
    /// </summary>
    public static bool TryCanonicalise(string? text, out PageUrl url)
    {
        url = default;
        string? current = text?.Trim();
        for (int pass = 0; pass < MaxPasses; pass++)
        {
            string? next = CanonicaliseOnce(current);
            if (next is null)
            {
                return false;
            }

            if (next == current)
            {
                url = new PageUrl(next);
                return true;
            }

            current = next;
        }

        return false;
    }

    private static string? CanonicaliseOnce(string? text)
    {
        if (text is null || text.Length > MaxChars || !HasWebScheme(text) || text.AsSpan().ContainsAnyInRange('\0', '\x1F')
            || !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || TryGetHost(uri) is not { } host)
        {
            return null;
        }

        var canonical = new StringBuilder(text.Length + 8).Append(uri.Scheme).Append("://").Append(host);
        if (!uri.IsDefaultPort)
        {
            canonical.Append(':').Append(uri.Port);
        }

        canonical.Append(uri.AbsolutePath);
        AppendParameters(canonical, uri.Query);
        return canonical.Length <= MaxChars ? canonical.ToString() : null;
    }

    private static bool HasWebScheme(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static string? TryGetHost(Uri uri)
    {
        try
        {
            string host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost.ToLowerInvariant();
            host = host.EndsWith('.') ? host[..^1] : host;
            return host.Length == 0 || host.Contains('@', StringComparison.Ordinal) ? null : host;
        }
        catch (UriFormatException)
        {
            // A host that looks like a name and has no punycode form.
            return null;
        }
    }

    private static void AppendParameters(StringBuilder canonical, string query)
    {
        char separator = '?';
        ReadOnlySpan<char> parameters = query.AsSpan(query.StartsWith('?') ? 1 : 0);
        foreach (Range range in parameters.Split('&'))
        {
            ReadOnlySpan<char> parameter = parameters[range];
            if (parameter.IsEmpty || IsTracking(parameter) || AddressMask.Contains(parameter))
            {
                continue;
            }

            canonical.Append(separator).Append(parameter);
            separator = '&';
        }
    }

    private static bool IsTracking(ReadOnlySpan<char> parameter)
    {
        int end = parameter.IndexOf('=');
        ReadOnlySpan<char> name = end < 0 ? parameter : parameter[..end];
        if (name.Contains('%'))
        {
            name = Uri.UnescapeDataString(name.ToString());
        }

        return name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase)
            || name.Equals("fbclid", StringComparison.OrdinalIgnoreCase)
            || name.Equals("gclid", StringComparison.OrdinalIgnoreCase);
    }
}
