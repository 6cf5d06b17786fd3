using Moderation.Policies;
using Moderation.Sites;

namespace Moderation.Tests.Policies;

public sealed class ClassifyingLinks
{
    private static readonly SiteId Site = SiteId.Parse("gazette");

    [Theory]
    [InlineData("https://www.Example.com/x?y#z", "example.com")]
    [InlineData("http://user:pass@example.com:8080/", "example.com")]
    [InlineData("https://bank.example@evil.example/", "evil.example")]
    [InlineData("HTTPS://BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("example.com.", "example.com")]
    [InlineData("www.de", "www.de")]
    [InlineData("www.www.de", "www.de")]
    [InlineData("https://localhost/", null)]
    [InlineData("https://…./", null)]
    [InlineData("<a href=/local>", null)]
    public void A_link_leads_to_a_host(string link, string? host) => Assert.Equal(host, LinkHost.Of(link, new LinkSpan(0, link.Length)));

    [Fact]
    public void Shorteners_look_alikes_and_unseen_domains_are_told_apart()
    {
        TextLinks links = Read("https://bit.ly/x http://аррӏе.example www.known.example http://new.example/");

        IReadOnlyList<LinkSpan> classified = links.Classify(Site, new HashSet<SiteDomain> { new(Site, "known.example"), new(Site, "bit.ly") });

        Assert.Equal([LinkKinds.Shortener, LinkKinds.Punycode | LinkKinds.Unseen, LinkKinds.None, LinkKinds.Unseen], classified.Select(link => link.Kinds));
        Assert.Equal([LinkKinds.Shortener, LinkKinds.Punycode, LinkKinds.None, LinkKinds.None], links.Classify().Select(link => link.Kinds));
    }

    [Fact]
    public void Links_to_the_page_s_own_site_and_to_allowed_domains_do_not_count()
    {
        TextLinks links = Read("https://gazette.example/a https://de.wikipedia.org/b https://notwikipedia.org https://sub.gazette.example", "Wikipedia.org", "no domain");

        Assert.Equal(["notwikipedia.org", "sub.gazette.example"], links.DomainsOf(Site).Select(domain => domain.Domain));
        Assert.Equal(2, links.Classify().Count);
    }

    [Fact]
    public void Of_very_many_links_all_count_and_some_are_looked_up()
    {
        TextLinks links = Read(string.Join(' ', Enumerable.Range(0, 1000).Select(number => $"https://d{number}.example")));

        Assert.Equal(1000, links.Classify().Count);
        Assert.Equal(TextLinks.MaxHosts, links.DomainsOf(Site).Count());
    }

    private static TextLinks Read(string text, params string[] allowed) => TextLinks.Read(text, DomainSet.Of(allowed), "https://gazette.example/bridge");
}
