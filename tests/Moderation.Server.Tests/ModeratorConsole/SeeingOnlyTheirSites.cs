using System.Net;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>Campaigns, searches and exports show a moderator their sites and no other; an address is looked for by admins alone.</summary>
public sealed class SeeingOnlyTheirSites(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Body = "The harbour smells of quincunx again, says everybody who lives beside it in summer.";

    [Fact]
    public async Task What_belongs_to_another_site_is_neither_shown_nor_exported()
    {
        string site = await app.AddSiteAsync();
        string other = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        for (int copy = 0; copy < 4; copy++)
        {
            (await app.PostReplyAsync(SomeReply.Json(page: $"https://{site}.example/{copy}", body: Body), key, site)).With(HttpStatusCode.Accepted);
        }

        using ConsoleVisitor theirs = await app.ModeratorAsync($"waves-{site}", site);
        using ConsoleVisitor stranger = await app.ModeratorAsync($"waves-{other}", other);
        await Eventually.GetAsync("the campaign is shown", () => theirs.GetAsync($"/moderate/campaigns?site={site}"), page => page.Text.Contains("4 submissions", StringComparison.Ordinal));
        await Eventually.GetAsync("the texts are found", () => theirs.GetAsync($"/moderate/search?site={site}&q=quincunx"), page => page.Text.Contains("4 found", StringComparison.Ordinal));
        Answer export = (await theirs.GetAsync($"/moderate/search/export?site={site}&format=jsonl&q=quincunx")).With(HttpStatusCode.OK);
        Assert.Equal(4, export.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        foreach (string path in new[] { $"/moderate/campaigns?site={site}", $"/moderate/search?site={site}&q=harbour", $"/moderate/campaigns?site={other}", $"/moderate/search?site={other}&q=harbour" })
        {
            Assert.DoesNotContain("quincunx", (await stranger.GetAsync(path)).With(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        }

        (await stranger.GetAsync($"/moderate/search/export?site={site}&format=csv&q=harbour")).With(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/moderate/search/export?site={other}&format=xml")).With(HttpStatusCode.BadRequest);
        Assert.Contains("email: is for admins", (await theirs.GetAsync($"/moderate/search?site={site}&q=email:a")).Text, StringComparison.Ordinal);
    }
}
