namespace Moderation.Server.Demo;

/// <summary>What the pages of the invented newspaper have in common.</summary>
internal static class PageShell
{
    /// <summary>The name of the newspaper.</summary>
    public const string Newspaper = "The Lenn Valley Gazette";

    /// <summary>Writes the document around <paramref name="content"/>.</summary>
    public static string Render(string title, string site, Action<HtmlWriter> content)
    {
        HtmlWriter html = new();
        html.Open("html", ("lang", "en")).Line().Open("head").Line();
        html.Void("meta", ("charset", "utf-8")).Line();
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
        html.Element("title", $"{title} – {Newspaper}").Line();
        html.Void("link", ("rel", "stylesheet"), ("href", "/demo.css")).Line();
        html.Void("link", ("rel", "icon"), ("href", "/demo-icon.svg"), ("type", "image/svg+xml")).Line();
        html.Void("link", ("rel", "alternate"), ("type", "application/rss+xml"), ("title", "Comments"), ("href", Feed(site))).Line();
        html.Close("head").Line().Open("body").Line();
        html.Element("a", "Skip to the text", ("class", "skip"), ("href", "#text")).Line();
        html.Open("header", ("class", "masthead")).Open("p", ("class", "paper")).Element("a", Newspaper, ("href", "/demo")).Close("p");
        html.Element("p", "News from both banks of the river", ("class", "motto")).Close("header").Line();
        html.Open("main", ("id", "text"), ("tabindex", "-1")).Line();
        content(html);
        html.Close("main").Line();
        WriteFooter(html, site);
        html.Close("body").Line().Close("html").Line();
        return html.ToString();
    }

    private static void WriteFooter(HtmlWriter html, string site)
    {
        html.Open("footer", ("class", "colophon"));
        html.Open("p").Text("The newspaper, its ferry and its people are invented. The comments are real: this page shows ");
        html.Element("strong", "Moderation").Text(", a comment moderation service that you run yourself. Email addresses are sealed when they arrive and are never shown, to anyone, in any form.").Close("p");
        html.Open("p").Element("a", "API reference", ("href", "/docs")).Text(" · ").Element("a", "Comments as a feed", ("href", Feed(site))).Close("p");
        html.Close("footer").Line();
    }

    private static string Feed(string site) => $"/v1/sites/{Uri.EscapeDataString(site)}/comments.rss";
}
