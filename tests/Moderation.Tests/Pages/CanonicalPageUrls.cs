using CsCheck;
using Moderation.Pages;
using Moderation.Privacy;

namespace Moderation.Tests.Pages;

public sealed class CanonicalPageUrls
{
    [Theory]
    [InlineData("https://gazette.example/2026/bridge", "https://gazette.example/2026/bridge")]
    [InlineData(" HTTPS://Gazette.Example/2026/Bridge ", "https://gazette.example/2026/Bridge")]
    [InlineData("https://gazette.example", "https://gazette.example/")]
    [InlineData("https://gazette.example.:443/a", "https://gazette.example/a")]
    [InlineData("http://gazette.example:80/a", "http://gazette.example/a")]
    [InlineData("http://gazette.example:8080/a", "http://gazette.example:8080/a")]
    [InlineData("https://gazette.example/a#comments", "https://gazette.example/a")]
    [InlineData("https://gazette.example/a?p=123", "https://gazette.example/a?p=123")]
    [InlineData("https://gazette.example/a?", "https://gazette.example/a")]
    [InlineData("https://gazette.example/a?b=2&a=1&b=3", "https://gazette.example/a?b=2&a=1&b=3")]
    [InlineData("https://gazette.example/a?utm_source=x&p=1&UTM_Medium=y&fbclid=z&gclid=q", "https://gazette.example/a?p=1")]
    [InlineData("https://gazette.example/a?utm%5Fsource=x&p=1", "https://gazette.example/a?p=1")]
    [InlineData("https://gazette.example/a?fbclidx=1&autm_x=2", "https://gazette.example/a?fbclidx=1&autm_x=2")]
    [InlineData("https://gazette.example/a?mail=ana@example.net&p=1", "https://gazette.example/a?p=1")]
    [InlineData("https://gazette.example/a?p=1&mail=ana%40example.net", "https://gazette.example/a?p=1")]
    [InlineData("https://gazette.example/a?p=1&mail=ana%2540example%252Enet", "https://gazette.example/a?p=1")]
    [InlineData("https://gazette.example/a?ana@example.net", "https://gazette.example/a")]
    [InlineData("https://gazette.example/a?p=me%40home", "https://gazette.example/a?p=me%40home")]
    [InlineData("https://ana:secret@gazette.example/a", "https://gazette.example/a")]
    [InlineData("https://gazette.example/a/./b/../c", "https://gazette.example/a/c")]
    [InlineData("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe")]
    [InlineData("https://[2001:DB8::1]:8443/a", "https://[2001:db8::1]:8443/a")]
    [InlineData("https://gazette.example/?q=a b", "https://gazette.example/?q=a%20b")]
    public void The_spellings_of_one_page_are_one_address(string sent, string canonical)
    {
        Assert.True(PageUrl.TryCanonicalise(sent, out PageUrl url));
        Assert.Equal(canonical, url.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("gazette.example/a")]
    [InlineData("/a")]
    [InlineData("https://")]
    [InlineData("https:///a")]
    [InlineData("ftp://gazette.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://gazette.example/\na")]
    [InlineData("https://gazette.example:99999/")]
    [InlineData("https://a..b/")]
    public void What_is_no_web_address_is_no_page(string? sent) => Assert.False(PageUrl.TryCanonicalise(sent, out _));

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void An_address_has_at_most_2048_characters(int length, bool isValid)
    {
        const string start = "https://gazette.example/";

        Assert.Equal(isValid, PageUrl.TryCanonicalise(start + new string('a', length - start.Length), out _));
    }

    [Fact]
    public void A_canonical_address_stays_as_it_is_and_none_of_its_parameters_holds_an_email_address()
    {
        Gen<string> part = Gen.OneOf(
            Gen.OneOf("a", "%40", "@", "ana@example.net", "utm_x=1", "gclid=1", "&", "=", "?", "/", "..", "%2e%2E", "%25", "%2F", "+", "é", "#", ";", ":", "%", "\\", "//", "%E2%82%AC"),
            Gen.Char[' ', 'ÿ'].Array[0, 3].Select(characters => new string(characters)));
        part.Array[0, 12].Select(parts => "https://Gazette.example/" + string.Concat(parts)).Sample(sent =>
        {
            if (PageUrl.TryCanonicalise(sent, out PageUrl url))
            {
                Assert.True(PageUrl.TryCanonicalise(url.Value, out PageUrl again));
                Assert.Equal(url, again);
                Assert.DoesNotContain('#', url.Value);
                int query = url.Value.IndexOf('?', StringComparison.Ordinal);
                Assert.All(query < 0 ? [] : url.Value[(query + 1)..].Split('&'), parameter => Assert.False(AddressMask.Contains(parameter)));
            }
        });
    }
}
