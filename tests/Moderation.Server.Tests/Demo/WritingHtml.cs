using Moderation.Server.Demo;

namespace Moderation.Server.Tests.Demo;

public sealed class WritingHtml
{
    [Fact]
    public void Text_and_attribute_values_are_encoded()
    {
        HtmlWriter html = new();
        html.Element("p", "<b> & \"x\" 'y' é 中", ("title", "\"><script>"));
        Assert.Equal("<!doctype html>\n<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt; &amp; &quot;x&quot; &#x27;y&#x27; é 中</p>", html.ToString());
    }

    [Fact]
    public void An_attribute_without_a_value_is_left_out_and_an_empty_one_is_bare()
    {
        HtmlWriter html = new();
        html.Void("input", ("name", "a"), ("required", ""), ("value", null));
        Assert.EndsWith("<input name=\"a\" required>", html.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_close_in_order_and_all_of_them()
    {
        HtmlWriter html = new();
        html.Open("p").Open("em");
        Assert.Throws<InvalidOperationException>(() => html.Close("p"));
        Assert.Throws<InvalidOperationException>(() => new HtmlWriter().Open("p").ToString());
        Assert.Throws<InvalidOperationException>(() => new HtmlWriter().Close("p"));
    }

    [Theory]
    [InlineData("p onclick")]
    [InlineData("P")]
    [InlineData("")]
    [InlineData("a>")]
    public void Names_are_names(string name)
    {
        Assert.Throws<ArgumentException>(() => new HtmlWriter().Open(name));
        Assert.Throws<ArgumentException>(() => new HtmlWriter().Open("p", (name, "x")));
    }

    [Fact]
    public void Elements_with_and_without_content_are_not_confused()
    {
        Assert.Throws<InvalidOperationException>(() => new HtmlWriter().Open("br"));
        Assert.Throws<InvalidOperationException>(() => new HtmlWriter().Void("script"));
    }

    [Theory]
    [InlineData("https://ana.example/x", true)]
    [InlineData("HTTP://ana.example", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(" javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("//ana.example", false)]
    [InlineData("/demo", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_web_addresses_become_links(string? url, bool isSafe) => Assert.Equal(isSafe ? url : null, HtmlWriter.SafeUrl(url));

    [Theory]
    [InlineData("Ana Silva", "AS")]
    [InlineData("ana", "A")]
    [InlineData("  J.  R. de la Cruz ", "JC")]
    [InlineData("陈 静怡", "陈静")]
    [InlineData("(the) \"other\" Ruth", "TR")]
    [InlineData("😀 smile", "S")]
    [InlineData("…", "·")]
    [InlineData("", "·")]
    [InlineData("A\u0301\u0302\u0303\u0304 B", "A\u0301B")]
    public void Initials_come_from_the_name_alone(string name, string expected)
    {
        Assert.Equal(expected, Initials.Of(name));
        Assert.InRange(Initials.ToneOf(name), 0, Initials.Tones - 1);
    }
}
