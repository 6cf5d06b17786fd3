using Moderation.Server.Demo;

namespace Moderation.Server.Tests.Demo;

public sealed class WritingCommentBodies
{
    private const string Link = "rel=\"nofollow ugc noopener\"";

    [Theory]
    [InlineData("One line", "<p>One line</p>")]
    [InlineData("First\nsecond", "<p>First<br>second</p>")]
    [InlineData("First\r\nsecond\r\n\r\n\r\nthird\n", "<p>First<br>second</p><p>third</p>")]
    [InlineData("\n  \n", "")]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    public void Paragraphs_and_line_ends_stay(string body, string expected) => Assert.Equal(expected, Write(body));

    [Theory]
    [InlineData("https://a.example/x", "", "https://a.example/x", "")]
    [InlineData("See http://a.example.", "See ", "http://a.example", ".")]
    [InlineData("(https://a.example/b_(c))", "(", "https://a.example/b_(c)", ")")]
    [InlineData("(at https://a.example/d), then", "(at ", "https://a.example/d", "), then")]
    [InlineData("HTTPS://A.EXAMPLE/?a=1&b=2!", "", "HTTPS://A.EXAMPLE/?a=1&amp;b=2", "!")]
    [InlineData("“https://a.example/”", "“", "https://a.example/", "”")]
    [InlineData("<https://a.example/>", "&lt;", "https://a.example/", "&gt;")]
    [InlineData("https://a.example/\" onmouseover=\"x", "", "https://a.example/", "&quot; onmouseover=&quot;x")]
    public void Bare_web_addresses_become_links(string body, string before, string link, string after) =>
        Assert.Equal($"<p>{before}<a href=\"{link}\" {Link}>{link}</a>{after}</p>", Write(body));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("xhttp://a.example")]
    [InlineData("http:// https://")]
    [InlineData("http https ftp://a.example www.a.example")]
    [InlineData("http://[")]
    public void Nothing_else_becomes_a_link(string body) => Assert.DoesNotContain("<a ", Write(body), StringComparison.Ordinal);

    [Fact]
    public void Ten_thousand_links_are_ten_thousand_links()
    {
        string html = Write(string.Concat(Enumerable.Repeat("http://a.example ", 10_000)));
        Assert.Equal(10_000, html.Split(Link).Length - 1);
    }

    private static string Write(string body)
    {
        HtmlWriter html = new();
        CommentBody.Write(html, body);
        return html.ToString()["<!doctype html>\n".Length..].Replace("</p>\n", "</p>", StringComparison.Ordinal);
    }
}
