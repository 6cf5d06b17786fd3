using System.Text.Json;
using Moderation.Authors;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>What an operator does with a running host, and what the store knows.</summary>
internal static class ModerationAppOperators
{
    private static int sites;

    /// <summary>Registers a site that no other test uses; gives back its id.</summary>
    public static async Task<string> AddSiteAsync(this ModerationApp app, IReadOnlyList<string>? origins = null, bool requiresEmail = false)
    {
        SiteId id = SiteId.Parse($"site-{Interlocked.Increment(ref sites)}");
        Assert.NotNull(await app.Get<SiteRegistration>().AddAsync(id, $"The {id} gazette", origins ?? [], requiresEmail, TestContext.Current.CancellationToken));
        return id.Value;
    }

    public static async Task<string> PublicKeyAsync(this ModerationApp app, string site)
    {
        Site found = (await app.Get<SiteStore>().FindAsync(SiteId.Parse(site), TestContext.Current.CancellationToken))!;
        return app.Get<SiteKeys>().PublicKey(found.Id, found.PublicKeySalt);
    }

    /// <summary>Makes an API key.</summary>
    public static async Task<string> IssueKeyAsync(this ModerationApp app, string site = ModerationApp.Site, Door doors = Door.Native, KeyRights rights = KeyRights.All, bool isTest = false, KeyOptions options = KeyOptions.None) =>
        (await app.Get<KeyIssuer>().IssueAsync(SiteId.Parse(site), doors, rights, options, isTest, "test", "cli", TestContext.Current.CancellationToken)).Secret;

    /// <summary>Runs a command of an operator beside the running service, on its store.</summary>
    public static Task<CommandRun> RunCommandAsync(this ModerationApp app, params string[] arguments) =>
        CommandRun.OfAsync(app.DataDirectory, arguments, environment: new Dictionary<string, string> { ["Moderation__DataDirectory"] = app.DataDirectory });

    /// <summary>Registers <see cref="SomeToken.Secret"/> as a key of the site's identity tokens.</summary>
    public static async Task AddIdentityKeyAsync(this ModerationApp app, string site, string kid = "k1", string secret = SomeToken.Secret) =>
        Assert.Null((await app.Get<IdentityKeyIssuer>().AddSecretAsync(SiteId.Parse(site), kid, secret, null, "cli", TestContext.Current.CancellationToken)).Refusal);

    /// <summary>Decides through the API, as a site's own program does.</summary>
    public static Task<Answer> ModerateAsync(this ModerationApp app, string id, string decision, string? key = null, string site = ModerationApp.Site) =>
        app.SendJsonAsync(HttpMethod.Post, $"/v1/sites/{site}/replies/{id}/decisions", $$"""{ "decision": "{{decision}}" }""", key);

    /// <summary>The reason codes of a submission's verdict.</summary>
    public static async Task<IReadOnlyList<string>> ReasonsAsync(this ModerationApp app, string id, string site = ModerationApp.Site) =>
        Policies.StoredReasons.Codes((await app.StoredAsync(id, site))!.ReasonsJson);

    public static async Task RevokeKeyAsync(this ModerationApp app, string key) =>
        Assert.True(await app.Get<KeyIssuer>().RevokeAsync(key, TestContext.Current.CancellationToken));

    /// <summary>The stored row; null when there is none.</summary>
    public static Task<Submission?> StoredAsync(this ModerationApp app, string id, string site = ModerationApp.Site) =>
        app.Get<SubmissionStore>().FindAsync(Key(site, id), TestContext.Current.CancellationToken);

    /// <summary>The events of a submission, in their order, as the JSON that leaves.</summary>
    public static async Task<IReadOnlyList<JsonElement>> EventsAsync(this ModerationApp app, string id, string site = ModerationApp.Site)
    {
        IReadOnlyList<OutboxEvent> all = await app.Get<OutboxStore>().ListAfterAsync(SiteId.Parse(site), 0, DateTimeOffset.MaxValue, 100_000, TestContext.Current.CancellationToken);
        return [.. all.Where(entry => entry.Key == Key(site, id)).Select(entry => JsonDocument.Parse(entry.Payload).RootElement)];
    }

    /// <summary>Opens, closes or hides a page that has comments.</summary>
    public static async Task SetModeAsync(this ModerationApp app, string url, PageMode mode, string site = ModerationApp.Site)
    {
        PageStore pages = app.Get<PageStore>();
        Assert.True(PageUrl.TryCanonicalise(url, out PageUrl canonical));
        Page page = (await pages.FindByUrlAsync(SiteId.Parse(site), canonical.Value, TestContext.Current.CancellationToken))!;
        Assert.True(await pages.SetModeAsync(page.PageId, mode, closesAt: null, TestContext.Current.CancellationToken));
    }

    /// <summary>What a moderator's decision does to a submission that was not approved, so that public reads show it now.</summary>
    public static async Task ApproveAsync(this ModerationApp app, string id, string site = ModerationApp.Site)
    {
        Submission row = (await app.StoredAsync(id, site))!;
        DateTimeOffset decided = row.DecidedAt!.Value;
        if (row.State != SubmissionState.Approved)
        {
            Assert.True(await app.Get<Database>().RunAsync(
                (unit, token) => app.Get<SubmissionStore>().ChangeStateAsync(unit, row.Key, row.State, row.Version, SubmissionState.Approved, decided, decided, token),
                TestContext.Current.CancellationToken));
        }
    }

    /// <summary>How many submissions a site has, in any state.</summary>
    public static Task<long> CountStoredAsync(this ModerationApp app, string site = ModerationApp.Site) =>
        app.Get<Database>().ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>("select count(*) from submission where site_id = @site", new { site }, token), TestContext.Current.CancellationToken);

    /// <summary>Waits until a submission has left Received.</summary>
    public static async Task<Submission> DecidedAsync(this ModerationApp app, string id, string site = ModerationApp.Site) =>
        (await Eventually.GetAsync($"{id} is judged", () => app.StoredAsync(id, site), row => row is not null && row.State != SubmissionState.Received))!;

    private static SubmissionKey Key(string site, string id) => new(SiteId.Parse(site), new SubmissionId(Guid.Parse(id)));
}
