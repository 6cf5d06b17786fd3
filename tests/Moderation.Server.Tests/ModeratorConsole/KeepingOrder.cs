using System.Net;
using Moderation.Blocks;
using Moderation.Messaging;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.WordLists;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>Blocks, word lists, the error queue and the audit trail at the admin pages.</summary>
public sealed class KeepingOrder(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_is_blocked_and_let_go()
    {
        string site = await app.AddSiteAsync();
        string path = $"/admin/blocks?site={site}";
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer page = await admin.DoneAsync(path, "add", ("kind", "name"), ("value", Hostile), ("note", $"{Hostile} again"));
        Assert.DoesNotContain("<img src=x", page.Text, StringComparison.Ordinal);
        await admin.DoneAsync(path, "add", ("kind", "network"), ("value", "203.0.113.0/24"), ("action", "reject"), ("expiresAt", "2031-01-01T00:00"));
        Assert.Contains("203.0.113.0/24", (await admin.GetAsync(path)).Text, StringComparison.Ordinal);
        Block block = (await app.Get<BlockStore>().ListAsync(SiteId.Parse(site), null, 10, Token)).Single(one => one.Kind == BlockKind.Name);

        Assert.Contains("no such block", (await admin.DoneAsync($"/admin/blocks?site={ModerationApp.Site}", "lift", ("id", block.BlockId.ToString("D")))).Text, StringComparison.Ordinal);
        await admin.DoneAsync(path, "lift", ("id", block.BlockId.ToString("D")));
        Assert.DoesNotContain("onerror", (await admin.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Contains("onerror", (await admin.GetAsync($"{path}&all=yes")).Text, StringComparison.Ordinal);
        await app.ExpectTrailAsync(site, "add_block", "name_flag");
        await app.ExpectTrailAsync(site, "lift_block");

        foreach ((string kind, string value, string until, string sentence) in new[] { ("network", "everybody", "", "must be an IPv4"), ("email", "no address", "", "must be an e-mail address"), ("nobody", "x", "", "The kind must be"), ("name", "x", "2001-01-01T00:00", "must lie ahead"), ("name", "", "", "must say whom") })
        {
            Assert.Contains(sentence, (await admin.ActAsync(path, "add", ("kind", kind), ("value", value), ("expiresAt", until))).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_word_list_is_written_tried_changed_and_applied()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        string path = $"/admin/words?site={site}";
        string comment = await app.PublishAnywayAsync(SomeReply.Json(body: "The old blarney stone is closed."), key, site);
        using ConsoleVisitor admin = await app.AdminAsync();
        await admin.DoneAsync(path, "save", ("name", Hostile), ("action", "flag"), ("entries", "blarney\r\n\r\nold  stone\n"), ("startsAt", ""), ("endsAt", "2031-01-01T00:00"));
        WordList list = (await app.Get<WordListStore>().LoadAsync(SiteId.Parse(site), Token)).Single();
        Assert.Equal(["blarney", "old  stone"], list.Entries);
        Assert.DoesNotContain("<img src=x", (await admin.GetAsync(path)).Text, StringComparison.Ordinal);
        await app.ExpectTrailAsync(site, "word_list_added");

        Answer tried = await Eventually.GetAsync("the list counts", () => admin.ActAsync(path, "test", ("text", $"Bl@rney {Hostile}")), answer => answer.Text.Contains("<q>Bl@rney</q>", StringComparison.Ordinal));
        Assert.DoesNotContain("<img src=x", tried.Text, StringComparison.Ordinal);

        Answer applied = (await admin.ActAsync(path, "apply", ("id", list.Id.ToString("D")))).With(HttpStatusCode.OK);
        Assert.Contains("1 of them flagged", applied.Text, StringComparison.Ordinal);
        Assert.Equal(SubmissionState.Flagged, (await app.StoredAsync(comment, site))!.State);

        string edit = $"{path}&list={list.Id:D}";
        Assert.Contains("blarney", (await admin.GetAsync(edit)).Text, StringComparison.Ordinal);
        await admin.DoneAsync(edit, "save", ("id", list.Id.ToString("D")), ("version", "1"), ("name", "house"), ("action", "reject"), ("entries", "blarney"));
        Assert.Contains("changed the list meanwhile", (await admin.ActAsync(edit, "save", ("id", list.Id.ToString("D")), ("version", "1"), ("name", "house"), ("action", "reject"), ("entries", "stone"))).Text, StringComparison.Ordinal);
        (await admin.GetAsync($"/admin/words?site={ModerationApp.Site}&list={list.Id:D}")).With(HttpStatusCode.NotFound);
        await admin.DoneAsync(path, "remove", ("id", list.Id.ToString("D")));
        await app.ExpectTrailAsync(site, "word_list_removed");
    }

    [Fact]
    public async Task What_could_not_be_judged_is_judged_again_or_discarded()
    {
        string site = await app.AddSiteAsync();
        SubmissionKey key = new(SiteId.Parse(site), new SubmissionId(Guid.Parse(SomeReply.NewId())));
        DeadLetter letter = new() { DeadLetterId = Guid.Parse(SomeReply.NewId()), Site = key.Site, SubmissionId = key.Id, Source = "http", Reason = "judging_failed", Detail = Hostile, CreatedAt = DateTimeOffset.UnixEpoch.AddYears(50) };
        DeadLetter second = letter with { DeadLetterId = Guid.Parse(SomeReply.NewId()), SubmissionId = new SubmissionId(Guid.Parse(SomeReply.NewId())) };
        await app.Get<DeadLetterStore>().AddAsync(letter, Token);
        await app.Get<DeadLetterStore>().AddAsync(second, Token);
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer page = (await admin.GetAsync("/admin/errors")).With(HttpStatusCode.OK);
        Assert.Contains("judging failed", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page.Text, StringComparison.Ordinal);

        await admin.DoneAsync("/admin/errors", "replay_stored", ("id", letter.DeadLetterId.ToString("D")));
        await admin.DoneAsync("/admin/errors", "discard_stored", ("id", second.DeadLetterId.ToString("D")));
        Assert.Contains("does not wait here", (await admin.DoneAsync("/admin/errors", "discard_stored", ("id", second.DeadLetterId.ToString("D")))).Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.Get<DeadLetterStore>().CountWaitingAsync(Token));
        await app.ExpectTrailAsync(site, "letter_replayed", key.Id.ToString());
        await app.ExpectTrailAsync(site, "letter_discarded", "judging_failed");
    }

    [Fact]
    public async Task The_audit_trail_shows_what_was_done_by_site_and_by_person()
    {
        string site = await app.AddSiteAsync();
        using ConsoleVisitor admin = await app.AdminAsync();
        await admin.DoneAsync($"/admin/site?site={site}", "origin_add", ("origin", "https://trail.example"));
        string id = (await app.DecideAsync(SomeReply.Json(), await app.IssueKeyAsync(site), site)).Member("id");
        await app.ModerateAsync(id, "remove", await app.IssueKeyAsync(site), site);

        string about = (await admin.GetAsync($"/admin/audit?about={site}")).With(HttpStatusCode.OK).Text;
        Assert.Contains("allowed an origin", about, StringComparison.Ordinal);
        Assert.Contains("https://trail.example", about, StringComparison.Ordinal);
        Assert.Contains($"/moderate/replies/{site}/{id}", about, StringComparison.Ordinal);
        string me = (await app.Get<Accounts.ModeratorStore>().FindByNameAsync("admin", Token))!.Moderator.Actor;
        string mine = (await admin.GetAsync($"/admin/audit?actor={me}")).With(HttpStatusCode.OK).Text;
        Assert.Contains("signed in", mine, StringComparison.Ordinal);
        Assert.Contains("https://trail.example", mine, StringComparison.Ordinal);
        Assert.DoesNotContain("https://trail.example", (await admin.GetAsync("/admin/audit?about=")).Text, StringComparison.Ordinal);
        (await admin.GetAsync("/admin/audit?about=nowhere")).With(HttpStatusCode.NotFound);
    }
}
