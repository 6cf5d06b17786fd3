using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors;

public sealed class ReadingFeeds(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Hostile = "]]><script>alert(1)</script>&amp;<!-- \u0001\u0008\uFFFE \u202E";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task The_newest_comments_are_there_as_json()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        string first = await app.PublishAsync(SomeReply.Json(), key, site);
        string second = await app.PublishAsync(SomeReply.Json(parent: first), key, site);
        JsonElement feed = (await app.GetAsync($"/v1/sites/{site}/comments.json")).With(HttpStatusCode.OK).Json;

        JsonElement[] comments = [.. feed.GetProperty("comments").EnumerateArray()];
        Assert.Equal([second, first], comments.Select(comment => comment.GetProperty("id").GetString()));
        Assert.Equal(SomeReply.Page, comments[0].GetProperty("page").GetProperty("url").GetString());
        Assert.Equal(["author", "body", "featured", "id", "page", "parentId", "submittedAt"], comments[0].EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rss_and_atom_are_well_formed_whatever_people_type()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        JsonObject reply = SomeReply.Json($"{SomeReply.Friendly()} {Hostile}", name: $"Ana {Hostile}");
        reply["page"]!["title"] = Hostile;
        string id = await app.PublishAnywayAsync(reply, key, site);

        Answer rss = (await app.GetAsync($"/v1/sites/{site}/comments.rss")).With(HttpStatusCode.OK);
        Assert.Equal("application/rss+xml", rss.ContentType?.MediaType);
        XElement item = XDocument.Parse(rss.Text).Root!.Element("channel")!.Elements("item").Single();
        Assert.Contains("]]><script>alert(1)</script>&amp;<!--", item.Element("description")!.Value, StringComparison.Ordinal);
        Assert.Equal($"{SomeReply.Page}#comment-{id}", item.Element("link")!.Value);
        Assert.DoesNotContain("<script", rss.Text, StringComparison.Ordinal);

        Answer atom = (await app.GetAsync($"/v1/sites/{site}/comments.atom")).With(HttpStatusCode.OK);
        Assert.Equal("application/atom+xml", atom.ContentType?.MediaType);
        XElement entry = XDocument.Parse(atom.Text).Root!.Elements(Atom + "entry").Single();
        Assert.Equal($"urn:uuid:{id}", entry.Element(Atom + "id")!.Value);
        Assert.Contains("]]><script>", entry.Element(Atom + "content")!.Value, StringComparison.Ordinal);
        Assert.Equal("text", entry.Element(Atom + "content")!.Attribute("type")!.Value);
        Assert.DoesNotContain("<script", atom.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("rss")]
    [InlineData("atom")]
    public async Task A_feed_reader_that_has_the_feed_gets_304(string format)
    {
        string site = await app.AddSiteAsync();
        await app.PublishAsync(SomeReply.Json(), await app.IssueKeyAsync(site), site);
        string path = $"/v1/sites/{site}/comments.{format}";
        string tag = (await app.GetAsync(path)).With(HttpStatusCode.OK).Header("ETag")!;

        Assert.Equal(HttpStatusCode.NotModified, (await app.SendAsync(HttpMethod.Get, path, null, ("If-None-Match", tag))).Status);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("rss")]
    [InlineData("atom")]
    public async Task A_site_without_comments_has_an_empty_feed(string format)
    {
        Answer answer = (await app.GetAsync($"/v1/sites/{await app.AddSiteAsync()}/comments.{format}")).With(HttpStatusCode.OK);

        Assert.DoesNotContain("<item>", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<entry>", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"id\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_holds_the_fifty_newest()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        await Task.WhenAll(Enumerable.Range(0, 51).Select(number => app.PublishAsync(SomeReply.Json(name: $"Reader {number}"), key, site)));
        JsonElement feed = (await app.GetAsync($"/v1/sites/{site}/comments.json")).Json;

        Assert.Equal(50, feed.GetProperty("comments").GetArrayLength());
    }
}
