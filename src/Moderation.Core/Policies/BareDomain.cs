namespace Moderation.Policies;

/// <summary>
/// Recognises <c>shop.example.com</c> without a scheme. Only known endings count, because people forget the space after a full stop
/// ("closed.The bridge"); endings that are words as well count only with a path behind them.
/// </summary>
internal static class BareDomain
{
    // "example" is reserved for documentation; it is here so that what documentation shows behaves as it says.
    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal)
    {
        "com", "net", "org", "info", "biz", "io", "co", "xyz", "top", "site", "online", "shop", "store", "club", "app", "dev", "tech", "blog",
        "win", "vip", "bid", "loan", "click", "link", "icu", "cyou", "cfd", "sbs", "buzz", "space", "website", "fun", "ltd", "mobi", "edu", "gov",
        "ru", "su", "cn", "de", "uk", "fr", "nl", "pl", "cz", "pt", "br", "mx", "ar", "cl", "ca", "au", "nz", "jp", "kr", "tw", "hk", "sg", "vn", "th", "id",
        "ph", "ua", "kz", "ro", "bg", "hu", "gr", "tr", "ir", "il", "za", "ng", "ke", "ch", "fi", "dk", "eu", "ie", "lt", "lv", "ee", "sk",
        "hr", "rs", "tk", "ml", "ga", "cf", "gq", "cc", "tv", "ws", "pw", "ly", "gl", "gd", "рф", "онлайн", "example",
    };

    private static readonly HashSet<string> EndingsThatAreWords = new(StringComparer.Ordinal)
    {
        "me", "to", "by", "la", "se", "si", "es", "work", "live", "pro", "it", "is", "in", "at", "be", "am", "no", "us", "my", "so", "do", "as", "ai", "st", "page", "news", "today", "life", "world", "men", "date", "one", "zip", "fm",
    };

    /// <summary>Reads the host around a full stop.</summary>
    /// <param name="text">The text.</param>
    /// <param name="dot">Where the full stop is.</param>
    /// <param name="floor">What lies before was read already.</param>
    /// <param name="start">Where the host begins.</param>
    /// <param name="end">Where it ends, also when it is no domain.</param>
    public static bool TryRead(string text, int dot, int floor, out int start, out int end)
    {
        start = dot;
        while (start > floor && IsHostCharacter(text[start - 1]))
        {
            start--;
        }

        end = dot;
        while (end < text.Length && IsHostCharacter(text[end]))
        {
            end++;
        }

        int hostEnd = end;
        while (hostEnd > start && text[hostEnd - 1] is '.' or '-')
        {
            hostEnd--;
        }

        bool touchesAtSign = (start > 0 && text[start - 1] == '@') || (end < text.Length && text[end] == '@');
        ReadOnlySpan<char> host = text.AsSpan(start, hostEnd - start);
        if (touchesAtSign || !IsDomain(host, hasPath: end == hostEnd && end < text.Length && text[end] is '/' or ':' or '?'))
        {
            return false;
        }

        end = hostEnd;
        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> host, bool hasPath)
    {
        int lastDot = host.LastIndexOf('.');
        if (lastDot <= 0 || host[0] is '.' or '-' || host.IndexOf("..") >= 0)
        {
            return false;
        }

        ReadOnlySpan<char> ending = host[(lastDot + 1)..];
        if (host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) && lastDot > 3)
        {
            return ending.Length >= 2;
        }

        // "closed.Top of the hill" is two sentences; nobody writes a domain with one capital at its end.
        bool isCapitalised = ending.Length > 1 && char.IsUpper(ending[0]) && char.IsLower(ending[1]);
        string lower = ending.ToString().ToLowerInvariant();
        return !isCapitalised
            && (Endings.Contains(lower) || lower.StartsWith("xn--", StringComparison.Ordinal) || (hasPath && EndingsThatAreWords.Contains(lower)));
    }

    private static bool IsHostCharacter(char c) => char.IsLetterOrDigit(c) || c is '.' or '-' or '_';
}
