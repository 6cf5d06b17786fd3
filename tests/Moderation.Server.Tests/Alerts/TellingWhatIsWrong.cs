using Moderation.Administration;
using Moderation.Messaging;
using Moderation.Server.Alerts;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.ModeratorConsole;
using Moderation.Storage;

namespace Moderation.Server.Tests.Alerts;

/// <summary>Everything that people are woken for, told by mail and by webhook: once, again when it comes back, and never lost.</summary>
public sealed class TellingWhatIsWrong(MailingApp app) : IClassFixture<MailingApp>
{
    private const string Canary = "canary.ana@readers.example";

    private static readonly string[] Kinds = ["threat", "late_review", "unscored", "errors"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AlertWatch Watch => app.Get<AlertWatch>();

    [Fact]
    public async Task Each_is_told_once_and_cleared_and_told_again_and_who_was_not_reached_is_told_later()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        await app.Get<AlertStore>().AddAsync(app.Webhook.Url, null, "moderator:1", Token);
        List<Guid> ids = [];
        for (int i = 0; i < 5; i++)
        {
            ids.Add(Guid.Parse((await app.DecideAsync(SomeReply.Json($"{SomeReply.Friendly()} Write to {Canary}", name: "Ana Canary", email: Canary), key, site)).Member("id")));
        }

        // The mail server takes nothing yet: the webhook is told all the same, and the mail waits.
        app.Mail.IsTaking = false;
        await BreakAsync(site, ids);
        await LookUntilAsync("the webhook is told all four", () => Task.FromResult(Kinds.All(kind => Posted(kind) == 1)));
        await LookUntilAsync("the mail is known not to be sent", async () => (await OpenAsync()).Count(alert => alert is { Target: AlertTarget.Mail, Problem: not null }) == Kinds.Length);
        Assert.All(Kinds, kind => Assert.Equal(0, Mailed(kind, site)));
        Assert.Contains(app.Logs.Lines, line => line.Contains("could not be told to mail: the mail server does not take mail from Moderation__Smtp__From", StringComparison.Ordinal));
        Assert.Single(await app.TrailAsync(site), line => line == "system alert_not_told late_review mail: the mail server does not take mail from Moderation__Smtp__From (550)");

        // A minute later.
        app.Mail.IsTaking = true;
        await SqlAsync("update alert_delivery set next_at = @past where told_at is null");
        await LookUntilAsync("the mail is sent", () => Task.FromResult(Kinds.All(kind => Mailed(kind, site) == 1)));
        await LookUntilAsync("everybody was told", async () => (await OpenAsync()).All(alert => alert.ToldAt is not null));
        await SqlAsync("update alert_delivery set next_at = @past");
        Assert.Equal(0, await Watch.LookAsync(Token));
        Assert.All(Kinds, kind => Assert.Equal((1, 1), (Posted(kind), Mailed(kind, site))));
        Assert.Contains("system alert_told unscored mail", await app.TrailAsync(site));
        Assert.Contains("system alert_told errors 127.0.0.1", await app.TrailAsync(null));
        using (ConsoleVisitor admin = await app.AdminAsync())
        {
            string page = (await admin.GetAsync("/admin/alerts")).Text;
            Assert.Contains("A text may threaten somebody", page, StringComparison.Ordinal);
            Assert.Contains("Much could not be scored", page, StringComparison.Ordinal);
        }

        await MendAsync(site);
        await LookUntilAsync("all is well", async () => (await OpenAsync()).Count == 0);
        await BreakAsync(site, ids);
        await LookUntilAsync("all four are told again", () => Task.FromResult(Kinds.All(kind => Posted(kind) == 2 && Mailed(kind, site) == 2)));

        // Nothing of a reader is in any of it.
        Assert.All(app.Mail.Mails.Concat(app.Webhook.Posts.Select(post => post.ToString())), told => Assert.DoesNotContain("canary", told, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_admin_tries_the_mail_and_reads_what_is_wrong_with_it()
    {
        using ConsoleVisitor admin = await app.AdminAsync();
        int before = app.Mail.Mails.Count(mail => mail.Contains("This is a test", StringComparison.Ordinal));
        Assert.Contains("The mail server took the test", (await admin.DoneAsync("/admin/alerts", "mail")).Text, StringComparison.Ordinal);
        Assert.Equal(before + 1, app.Mail.Mails.Count(mail => mail.Contains("This is a test", StringComparison.Ordinal)));
        Assert.DoesNotContain(MailServer.To, (await admin.GetAsync("/admin/alerts")).Text, StringComparison.Ordinal);
    }

    private int Posted(string kind) => app.Webhook.Posts.Count(post => post.GetProperty("kind").GetString() == kind);

    private int Mailed(string kind, string site) => app.Mail.Mails.Count(mail => mail.Contains(
        kind switch { "threat" => $"on {site} may threaten", "late_review" => $"on {site} has waited", "unscored" => $"on {site} could not be scored", _ => "in the error queue could not be judged" },
        StringComparison.Ordinal));

    /// <summary>How things are is remembered for some seconds, so that one look may be too early.</summary>
    private Task LookUntilAsync(string condition, Func<Task<bool>> isTrue) => Eventually.TrueAsync(condition, async () => await Watch.LookAsync(Token) >= 0 && await isTrue());

    private async Task<IReadOnlyList<RaisedAlert>> OpenAsync() => await app.Get<AlertDeliveries>().ListAsync(Token);

    /// <summary>A threat, somebody who waits for two hours, five that have no scores, and a dead letter.</summary>
    private async Task BreakAsync(string site, List<Guid> ids)
    {
        await app.Get<Database>().RunAsync(
            async (unit, token) =>
            {
                await unit.ExecuteAsync("update submission set state = 'flagged', spam = null where site_id = @site", new { site }, token);
                await unit.ExecuteAsync("update submission set priority = 1 where site_id = @site and id = @id", new { site, id = ids[0] }, token);
                await unit.ExecuteAsync("update submission set received_at = @then where site_id = @site and id = @id", new { site, id = ids[1], then = TimeProvider.System.GetUtcNow().AddHours(-2) }, token);
            },
            Token);
        await app.Get<DeadLetterStore>().AddAsync(new DeadLetter { DeadLetterId = Guid.Parse(SomeReply.NewId()), Source = "http", Reason = "judging_failed", CreatedAt = TimeProvider.System.GetUtcNow() }, Token);
    }

    private async Task MendAsync(string site)
    {
        await app.Get<Database>().RunAsync((unit, token) => unit.ExecuteAsync("update submission set state = 'approved', priority = 0 where site_id = @site", new { site }, token), Token);
        await SqlAsync("delete from dead_letter where created_at > @past");
    }

    private Task<int> SqlAsync(string sql) => app.Get<Database>().RunAsync((unit, token) => unit.ExecuteAsync(sql, new { past = TimeProvider.System.GetUtcNow().AddDays(-1) }, token), Token);
}
