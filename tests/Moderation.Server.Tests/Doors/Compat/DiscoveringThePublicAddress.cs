using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Behind a proxy the discovery document leads to the public address, below whatever path that has.</summary>
public sealed class DiscoveringThePublicAddress(DiscoveringThePublicAddress.App app) : IClassFixture<DiscoveringThePublicAddress.App>
{
    [Fact]
    public async Task The_root_is_the_public_address_of_the_settings()
    {
        System.Text.Json.JsonElement document = (await app.GetAsync("/$discovery/rest?version=v1alpha1")).Json;

        Assert.Equal("https://comments.gazette.example/moderation/", document.GetProperty("rootUrl").GetString());
        Assert.Equal("https://comments.gazette.example/moderation/", document.GetProperty("baseUrl").GetString());
        Assert.Equal("", document.GetProperty("servicePath").GetString());
        Assert.Equal("v1alpha1/comments:analyze", document.GetProperty("resources").GetProperty("comments").GetProperty("methods").GetProperty("analyze").GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("comments.gazette.example", "valid")]
    [InlineData("Comments.Gazette.Example", "valid")]
    [InlineData("elsewhere.example", "invalid")]
    [InlineData("rest.comments.gazette.example", "invalid")]
    public async Task A_key_in_front_of_the_host_counts_only_there(string host, string said)
    {
        string key = await app.IssueKeyAsync(doors: Door.Akismet);
        (await app.AkismetFormAsync("/1.1/verify-key", [("blog", "https://gazette.example")], ("Host", $"{key}.{host}"))).Says(said);
    }

    public sealed class App : ModerationApp
    {
        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Moderation:PublicUrl"] = "https://comments.gazette.example/moderation" };
    }
}
