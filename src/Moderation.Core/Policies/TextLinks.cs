using Moderation.Sites;

namespace Moderation.Policies;

/// <summary>The links of one text with the hosts they lead to. Links to the page's own site and to domains that anybody may link to are left out.</summary>
internal sealed class TextLinks
{
    /// <summary>Of more links only the number counts: their hosts are not looked up.</summary>
    public const int MaxHosts = 50;

    private readonly List<(LinkSpan Span, string? Host)> _links;

    private TextLinks(List<(LinkSpan, string?)> links) => _links = links;

    /// <summary>A text without links.</summary>
    public static TextLinks None { get; } = new([]);

    /// <summary>The domains they lead to, as they are kept for a site; one may come twice.</summary>
    public IEnumerable<SiteDomain> DomainsOf(SiteId site) => _links.Select(link => link.Host).OfType<string>().Select(host => new SiteDomain(site, host));

    /// <summary>Finds the links of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowed">Domains whose links do not count.</param>
    /// <param name="pageUrl">The page it was written on, whose own site does not count either; null when it is not known.</param>
    public static TextLinks Read(string text, DomainSet allowed, string? pageUrl)
    {
        IReadOnlyList<LinkSpan> found = LinkFinder.Find(text);
        if (found.Count == 0)
        {
            return None;
        }

        string? own = pageUrl is not null && Uri.TryCreate(pageUrl, UriKind.Absolute, out Uri? page) ? LinkHost.Canonical(page.IdnHost) : null;
        List<(LinkSpan, string?)> links = new(found.Count);
        foreach (LinkSpan span in found)
        {
            string? host = links.Count < MaxHosts ? LinkHost.Of(text, span) : null;
            if (host is null || !(host == own || allowed.Covers(host)))
            {
                links.Add((span, host));
            }
        }

        return links.Count == 0 ? None : new TextLinks(links);
    }

    /// <summary>The links with what is suspicious about each by itself, when no site is known.</summary>
    public IReadOnlyList<LinkSpan> Classify() => _links.Count == 0 ? [] : [.. _links.Select(link => link.Host is null ? link.Span : link.Span with { Kinds = KindsOf(link.Host) })];

    /// <summary>The links with what is suspicious about each on a site.</summary>
    /// <param name="site">The site it was written on.</param>
    /// <param name="seen">The domains that approved comments of the site link to.</param>
    public IReadOnlyList<LinkSpan> Classify(SiteId site, IReadOnlySet<SiteDomain> seen) =>
        _links.Count == 0 ? [] : [.. _links.Select(link => link.Host is null ? link.Span : link.Span with { Kinds = KindsOf(link.Host) | (seen.Contains(new SiteDomain(site, link.Host)) ? LinkKinds.None : LinkKinds.Unseen) })];

    private static LinkKinds KindsOf(string host) =>
        (Shorteners.Contain(host) ? LinkKinds.Shortener : LinkKinds.None)
        | (host.StartsWith("xn--", StringComparison.Ordinal) || host.Contains(".xn--", StringComparison.Ordinal) ? LinkKinds.Punycode : LinkKinds.None);
}
