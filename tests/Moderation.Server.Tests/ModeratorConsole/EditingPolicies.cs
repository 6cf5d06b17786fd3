using System.Net;
using Moderation.Policies;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>A site's policy at the admin pages: what would change is said before anything does.</summary>
public sealed class EditingPolicies(ModerationApp app) : IClassFixture<ModerationApp>
{
    private static readonly (string Name, string Value)[] AsItIs =
    [
        ("mode", "post"), ("notUnderstood", "flag"), ("reviewBudget", "0.08"), ("evasionThreshold", "0.8"), ("maxLinks", "2"), ("flagsShorteners", "on"), ("flagsPunycode", "on"), ("flagsPersonalData", "on"), ("version", "0"),
    ];

    [Fact]
    public async Task A_check_says_what_would_change_and_changes_nothing()
    {
        (string site, string path) = await SiteAsync();
        string key = await app.IssueKeyAsync(site);
        await app.DecideAsync(SomeReply.Json(), key, site);
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer page = (await admin.ActAsync(path, "policy", Form(("then", "check"), ("mode", "pre"), ("json", """{"flood":{"authorMost":7}}"""), ("text", "You <b>idiot</b>")))).With(HttpStatusCode.OK);
        Assert.Contains("<code>mode</code>", page.Text, StringComparison.Ordinal);
        Assert.Contains("<code>flood.authorMost</code>", page.Text, StringComparison.Ordinal);
        Assert.Contains("it would flag <strong>100.0 %</strong> (now 0.0 %)", page.Text, StringComparison.Ordinal);
        Assert.Contains("Then: <strong>flagged", page.Text, StringComparison.Ordinal);
        Assert.Contains("rule 6", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>idiot", page.Text, StringComparison.Ordinal);
        Assert.Contains("authorMost&quot;:7", page.Text, StringComparison.Ordinal);
        Assert.Null(await CurrentAsync(site));
    }

    [Fact]
    public async Task A_version_is_written_counts_and_is_gone_back_from()
    {
        (string site, string path) = await SiteAsync();
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer page = await admin.DoneAsync(path, "policy", Form(("maxLinks", "5"), ("spamFlag", "0.61"), ("abuseFlag.insult", "0.7"), ("allowedDomains", "example.org\nexample.com")));
        Assert.Contains("The new version counts", page.Text, StringComparison.Ordinal);
        Policy policy = PolicyJson.ReadPolicy((await CurrentAsync(site))!.Document);
        Assert.Equal((5, 0.61, 0.7), (policy.MaxLinks, policy.Thresholds.SpamFlag, policy.Thresholds.AbuseFlag!["insult"]));
        Assert.Equal(["example.org", "example.com"], policy.AllowedDomains!);
        await app.ExpectTrailAsync(site, "policy_changed", "version 1", "maxLinks: 2 to 5", "thresholds.spamFlag");

        // Whoever looked before that is told, and nothing is overwritten.
        Assert.Contains("changed the policy meanwhile", (await admin.ActAsync(path, "policy", Form(("maxLinks", "9")))).Text, StringComparison.Ordinal);
        Assert.Contains("Nothing was different", (await admin.DoneAsync(path, "policy", Form(("version", "1"), ("maxLinks", "5"), ("spamFlag", "0.61"), ("abuseFlag.insult", "0.7"), ("allowedDomains", "example.org\nexample.com")))).Text, StringComparison.Ordinal);
        await admin.DoneAsync(path, "policy", Form(("version", "1"), ("maxLinks", "3")));
        Assert.Null(PolicyJson.ReadPolicy((await CurrentAsync(site))!.Document).Thresholds.SpamFlag);

        await admin.DoneAsync(path, "restore", ("id", "1"));
        PolicyDocument restored = (await CurrentAsync(site))!;
        Assert.Equal((3, 5), (restored.Version, PolicyJson.ReadPolicy(restored.Document).MaxLinks));
        Assert.Contains("no such version", (await admin.DoneAsync(path, "restore", ("id", "99"))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reviewBudget", "2", "reviewBudget must be above 0")]
    [InlineData("reviewBudget", "much", "A number such as 0.08")]
    [InlineData("spamFlag", "1.5", "A score above 0")]
    [InlineData("spamFlag", "-1", "A score above 0")]
    [InlineData("maxLinks", "0", "maxLinks must be at least 1")]
    [InlineData("allowedDomains", "no domain at all", "which is no domain")]
    [InlineData("json", "{", "That is no policy")]
    [InlineData("json", """{"nonsense":1}""", "has no member nonsense")]
    [InlineData("json", """{"flood":{"authorMost":0}}""", "flood.authorMost must be")]
    public async Task What_is_wrong_is_said_and_nothing_is_written(string field, string value, string sentence)
    {
        (string site, string path) = await SiteAsync();
        using ConsoleVisitor admin = await app.AdminAsync();
        Assert.Contains(sentence, (await admin.ActAsync(path, "policy", Form((field, value)))).With(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Null(await CurrentAsync(site));
    }

    private async Task<(string Site, string Path)> SiteAsync()
    {
        string site = await app.AddSiteAsync();
        return (site, $"/admin/policy?site={site}");
    }

    private Task<PolicyDocument?> CurrentAsync(string site) => app.Get<PolicyStore>().CurrentAsync(SiteId.Parse(site), TestContext.Current.CancellationToken);

    private static (string Name, string Value)[] Form(params (string Name, string Value)[] fields) =>
        [.. AsItIs.Where(field => !fields.Any(other => other.Name == field.Name)), .. fields];
}
