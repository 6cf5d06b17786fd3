using System.Buffers;

namespace Moderation.Policies;

/// <summary>
/// Finds the links in a text, in whatever notation: addresses with a scheme, <c>www.</c>, bare domains, and the anchors of HTML, BBCode and
/// Markdown. An address that is both target and text of one anchor counts once; an e-mail address is none. Linear in the length of the text.
/// </summary>
internal static class LinkFinder
{
    private const int MaxSchemeChars = 5;
    private const int MaxAnchorGapChars = 4;
    private const int MaxTagChars = 300;

    private static readonly SearchValues<char> Hints = SearchValues.Create(".:<[");
    private static readonly SearchValues<char> AddressEnds = SearchValues.Create("<>\"'()[]{}|,\\^`");
    private static readonly string[] Schemes = ["https", "http", "hxxps", "hxxp", "ftp"];
    private static readonly string[] Anchors = ["<a ", "<a\t", "<a\n", "[url=", "[url]", "[link=", "[link]"];

    /// <summary>The links in the order of the text; empty when there are none.</summary>
    public static IReadOnlyList<LinkSpan> Find(string text)
    {
        List<LinkSpan>? links = null;
        int position = 0;
        int floor = 0;
        while (position < text.Length)
        {
            int offset = text.AsSpan(position).IndexOfAny(Hints);
            if (offset < 0)
            {
                break;
            }

            int hint = position + offset;
            if (TryReadLink(text, hint, floor, out LinkSpan link, out int end))
            {
                links ??= [];
                if (links.Count == 0 || !IsTextOfAnchor(text, links[^1], link))
                {
                    links.Add(link);
                }
            }

            position = Math.Max(hint + 1, end);
            floor = Math.Max(floor, end);
        }

        return links ?? (IReadOnlyList<LinkSpan>)[];
    }

    private static bool TryReadLink(string text, int hint, int floor, out LinkSpan link, out int end)
    {
        switch (text[hint])
        {
            case ':':
                return TryReadWithScheme(text, hint, floor, out link, out end);
            case '.':
                bool isDomain = BareDomain.TryRead(text, hint, floor, out int start, out end);
                end = isDomain ? EndOfAddress(text, end) : end;
                link = new LinkSpan(start, end);
                return isDomain;
            default:
                return TryReadAnchor(text, hint, out link, out end);
        }
    }

    private static bool TryReadWithScheme(string text, int colon, int floor, out LinkSpan link, out int end)
    {
        link = default;
        end = colon + 1;
        ReadOnlySpan<char> before = text.AsSpan(floor, colon - floor);
        ReadOnlySpan<char> tail = before[Math.Max(0, before.Length - MaxSchemeChars)..];
        if (!text.AsSpan(colon).StartsWith("://", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (string scheme in Schemes)
        {
            if (tail.EndsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                end = EndOfAddress(text, colon + 3);
                link = new LinkSpan(colon - scheme.Length, end);
                return end > colon + 3;
            }
        }

        return false;
    }

    /// <summary>An anchor whose target is not recognisable as an address; one that is counts by its address.</summary>
    private static bool TryReadAnchor(string text, int open, out LinkSpan link, out int end)
    {
        link = default;
        end = open + 1;
        foreach (string anchor in Anchors)
        {
            if (!text.AsSpan(open).StartsWith(anchor, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            // Bounded: a text of nothing but "<a " would otherwise be read to its end at every one of them.
            ReadOnlySpan<char> inside = text.AsSpan(open + 1, Math.Min(MaxTagChars, text.Length - open - 1));
            int close = inside.IndexOfAny('>', ']');
            int next = inside.IndexOfAny('.', ':');
            end = open + anchor.Length;
            if (close >= 0 && (next < 0 || next > close) && !anchor.EndsWith(']'))
            {
                end = open + close + 2;
                link = new LinkSpan(open, end);
                return true;
            }

            return false;
        }

        return false;
    }

    private static bool IsTextOfAnchor(string text, LinkSpan target, LinkSpan shown)
    {
        int gap = shown.Start - target.End;
        return gap is > 0 and <= MaxAnchorGapChars
            && text.AsSpan(target.End, gap).IndexOfAny(">]([") >= 0
            && !text.AsSpan(target.End, gap).ContainsAny(" \n,")
            && text.AsSpan(target.Start, target.End - target.Start).Equals(text.AsSpan(shown.Start, shown.End - shown.Start), StringComparison.OrdinalIgnoreCase);
    }

    private static int EndOfAddress(string text, int start)
    {
        int end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !AddressEnds.Contains(text[end]))
        {
            end++;
        }

        return end;
    }
}
