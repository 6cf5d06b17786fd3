using System.Text;
using CsCheck;
using Moderation.Policies;

namespace Moderation.Tests.Policies;

public sealed class FindingLinks
{
    [Theory]
    [InlineData("no links at all", 0)]
    [InlineData("see https://gazette.example/2026/bridge.", 1)]
    [InlineData("HTTP://A.EXAMPLE and hxxps://b.example/x?y=1", 2)]
    [InlineData("http://a.example,http://b.example", 2)]
    [InlineData("https://a.example/?next=https://b.example", 1)]
    [InlineData("https:// alone", 0)]
    [InlineData("www.a.example and WWW.B.Example", 2)]
    [InlineData("visit cheap-pills.com or pills.shop/now", 2)]
    [InlineData("cheap-pills.com/a.com/b.net", 1)]
    [InlineData("go to bit.ly/3xyz, t.me/channel", 2)]
    [InlineData("<a href=\"https://a.example\">here</a>", 1)]
    [InlineData("<a href=\"https://a.example\">https://a.example</a>", 1)]
    [InlineData("<a href=\"https://a.example\">https://b.example</a>", 2)]
    [InlineData("<a href=\"/local\">here</a>", 1)]
    [InlineData("<A HREF=//a.example>here</A>", 1)]
    [InlineData("[url=https://a.example]here[/url] [url]https://b.example[/url] [link=/c]c[/link]", 3)]
    [InlineData("[url=https://a.example]https://a.example[/url]", 1)]
    [InlineData("[here](https://a.example) and [there](b.example/x)", 2)]
    [InlineData("[https://a.example](https://a.example)", 1)]
    [InlineData("https://a.example https://a.example", 2)]
    [InlineData("пример.рф и xn--e1afmkfd.xn--p1ai", 2)]
    [InlineData("ana@example.com and bo.li@mail.example.org", 0)]
    [InlineData("mailto:ana@example.com", 0)]
    [InlineData("The bridge was closed.The river rose.It fell.", 0)]
    [InlineData("closed.Top marks, 3.5 out of 5, e.g. i.e. a.m. U.S. v2.0 node.js wait...com", 0)]
    [InlineData("tell.me about it.is so", 0)]
    [InlineData("at 10:30://", 0)]
    [InlineData("list[0].com", 0)]
    public void Links_are_counted_in_every_notation(string text, int count) => Assert.Equal(count, LinkFinder.Find(text).Count);

    [Fact]
    public void A_link_is_found_where_it_stands()
    {
        const string text = "see https://a.example/x, ok";

        LinkSpan link = Assert.Single(LinkFinder.Find(text));

        Assert.Equal("https://a.example/x", text[link.Start..link.End]);
    }

    [Fact]
    public void Any_text_gives_links_in_order_and_within_it()
    {
        Gen<string> part = Gen.OneOf("https://", "www.", "a.com", ".", ":", "//", "<a ", "href=", ">", "[url=", "]", "](", "@", "x", " ", "-", "é", "\0", "\uD83D");
        part.Array[0, 20].Select(string.Concat).Sample(text =>
        {
            int previous = 0;
            foreach (LinkSpan link in LinkFinder.Find(text))
            {
                Assert.InRange(link.Start, previous, text.Length);
                Assert.InRange(link.End, link.Start + 1, text.Length);
                previous = link.End;
            }
        });
    }

    [Theory]
    [InlineData("<a ")]
    [InlineData("[url=")]
    [InlineData("a.")]
    [InlineData("a")]
    [InlineData(".")]
    [InlineData("http:")]
    [InlineData("://")]
    [InlineData("www.")]
    [InlineData("a.com@")]
    [InlineData("https://a.com/ ")]
    public void Hostile_text_is_read_a_fixed_number_of_times(string part)
    {
        string text = new StringBuilder().Insert(0, part, 1_000_000 / part.Length).ToString();

        // A quadratic reader would not come back from a megabyte of this.
        Assert.True(LinkFinder.Find(text).Count <= text.Length);
    }
}
