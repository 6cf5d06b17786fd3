using System.Net;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Submissions;
using Moderation.TestSupport;
using YourWebsite;

namespace Moderation.Server.Tests.Docs;

/// <summary>The samples in <c>deploy/identity</c> sign tokens that this service takes. One whose language is not installed is skipped.</summary>
public sealed class SigningIdentityTokens(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Name = "Ana Müller, \"the editor\"";

    [Theory]
    [InlineData("php", "sign.php")]
    [InlineData("python3", "sign.py")]
    [InlineData("node", "sign.mjs")]
    public async Task A_sample_of_another_language_is_believed(string program, string sample)
    {
        string? runtime = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (runtime is null)
        {
            Assert.Skip($"{program} is not installed.");
        }

        string site = await app.AddSiteAsync();
        await app.AddIdentityKeyAsync(site);
        string file = Path.Combine(AppContext.BaseDirectory, "identity", sample);
        CommandRun run = (await CommandRun.OfAsync(runtime, AppContext.BaseDirectory, [file, "k1", site, SomeReply.Page, "user-42", Name], [], new Dictionary<string, string> { ["IDENTITY_SECRET"] = SomeToken.Secret })).With(0);
        await BelievedAsync(site, run.Out.Trim());
    }

    [Fact]
    public async Task The_sample_in_CSharp_is_believed()
    {
        string site = await app.AddSiteAsync();
        await app.AddIdentityKeyAsync(site);
        await BelievedAsync(site, IdentityTokenSigner.Sign(SomeToken.Secret, "k1", site, SomeReply.Page, "user-42", Name, TimeProvider.System.GetUtcNow()));
    }

    private async Task BelievedAsync(string site, string token)
    {
        JsonObject reply = SomeReply.Json();
        reply["author"]!["identity"] = token;
        Answer answer = (await app.PostReplyAsync(reply, await app.IssueKeyAsync(site), site)).With(HttpStatusCode.Accepted);
        Submission row = (await app.StoredAsync(answer.Member("id"), site))!;
        Assert.True(row.IsAuthorVerified);
        Assert.Equal(Name, row.AuthorName);
        Assert.Equal(app.Get<Privacy.AuthorKeys>().Verified(row.Key.Site, "user-42"), row.AuthorKey);
    }
}
