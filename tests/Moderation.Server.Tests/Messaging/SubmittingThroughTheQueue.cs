using System.Text;
using System.Text.Json.Nodes;
using Moderation.Authors;
using Moderation.Blocks;
using Moderation.Intake;
using Moderation.Pages;
using Moderation.Review;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.TestSupport;
using RabbitMQ.Client;

namespace Moderation.Server.Tests.Messaging;

[Collection("broker")]
public sealed class SubmittingThroughTheQueue(QueueApp app)
{
    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("not a content type")]
    public async Task Bare_json_is_judged_whatever_its_content_type(string? contentType)
    {
        JsonObject reply = SomeMessage.Reply();
        await app.Website.PublishAsync(reply.ToJsonString(), contentType);
        Submission row = await app.DecidedAsync(Guid.Parse(reply.Id()));
        Assert.Equal(reply["body"]!.GetValue<string>(), row.Body);
        Assert.Equal(SubmissionSource.Queue, row.Source);
        Assert.Equal(1, row.Version);
        Assert.NotNull(row.Verdict);
        Assert.NotNull(row.ModelVersion);
        Assert.NotNull(row.PolicyVersion);
    }

    [Fact]
    public async Task An_envelope_of_MassTransit_is_judged()
    {
        JsonObject reply = SomeMessage.Reply();
        JsonObject envelope = new()
        {
            ["messageId"] = SomeMessage.NewId().ToString(),
            ["messageType"] = new JsonArray("urn:message:Moderation.Contracts:SubmitReply"),
            ["message"] = reply.DeepClone(),
        };
        await app.Website.PublishAsync(envelope.ToJsonString(), "application/vnd.masstransit+json");
        Assert.Equal(reply["body"]!.GetValue<string>(), (await app.DecidedAsync(Guid.Parse(reply.Id()))).Body);
    }

    [Fact]
    public async Task An_envelope_may_hold_items_and_names_a_reply_that_has_no_id()
    {
        JsonObject[] replies = [SomeMessage.Reply(), SomeMessage.Reply(), SomeMessage.Reply()];
        replies[1]["page"]!.AsObject().Remove("url");
        JsonObject envelope = new()
        {
            ["messageId"] = SomeMessage.NewId().ToString(),
            ["messageType"] = new JsonArray("urn:message:Shop:Something", "urn:message:Moderation.Contracts:SubmitReply"),
            ["headers"] = new JsonObject { ["trace"] = "1" },
            ["message"] = SomeMessage.Items([.. replies.Select(reply => reply.DeepClone())]),
        };
        await app.Website.PublishAsync(envelope.ToJsonString(), "application/vnd.masstransit+json");
        await app.DecidedAsync(Guid.Parse(replies[0].Id()));
        await app.DecidedAsync(Guid.Parse(replies[2].Id()));
        BasicGetResult refused = await app.Website.RefusedAsync(replies[1].Id());
        Assert.Equal("items[1].page.url", PlainClient.Header(refused, "moderation-members"));
        Assert.True(JsonNode.DeepEquals(replies[1], JsonNode.Parse(refused.Body.Span)));

        JsonObject unnamed = SomeMessage.Reply();
        unnamed.Remove("id");
        Guid named = SomeMessage.NewId();
        await app.Website.PublishAsync(new JsonObject { ["messageId"] = named.ToString(), ["message"] = unnamed }.ToJsonString(), "application/vnd.masstransit+json");
        Assert.Equal(unnamed["body"]!.GetValue<string>(), (await app.DecidedAsync(named)).Body);
    }

    [Fact]
    public async Task A_byte_order_mark_and_members_that_nobody_knows_are_passed_over()
    {
        JsonObject reply = SomeMessage.Reply();
        reply["mood"] = new JsonObject { ["of"] = new JsonArray("the", "day") };
        reply["author"]!["shoeSize"] = 42;
        await app.Website.PublishAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(reply.ToJsonString())], "application/json", null);
        Assert.Equal(reply["body"]!.GetValue<string>(), (await app.DecidedAsync(Guid.Parse(reply.Id()))).Body);
    }

    [Fact]
    public async Task A_page_that_is_pre_moderated_meanwhile_is_known_as_such_at_once()
    {
        string url = $"https://gazette.example/meanwhile/{SomeMessage.NewId()}";
        JsonObject before = SomeMessage.Reply();
        before["page"] = new JsonObject { ["url"] = url };
        Assert.Equal(SubmissionState.Approved, (await app.SubmitAsync(before)).State);
        PageSettings settings = new() { Page = new PageReferenceToResolve { Url = url }, Mode = PageMode.Premoderated, Actor = "site" };
        await app.Get<SetPage>().HandleAsync(SiteId.Parse(QueueApp.Site), settings, TestContext.Current.CancellationToken);

        JsonObject after = SomeMessage.Reply();
        after["page"] = new JsonObject { ["url"] = url };
        Assert.Equal(SubmissionState.Flagged, (await app.SubmitAsync(after)).State);
    }

    [Fact]
    public async Task A_message_straight_to_the_queue_is_judged()
    {
        JsonObject reply = SomeMessage.Reply();
        await app.Website.PublishAsync(Encoding.UTF8.GetBytes(reply.ToJsonString()), "application/json", null, exchange: "", routingKey: PlainClient.SubmitReply);
        await app.DecidedAsync(Guid.Parse(reply.Id()));
    }

    [Fact]
    public async Task Fifty_items_in_one_message_are_fifty_submissions()
    {
        JsonObject[] replies = [.. Enumerable.Range(0, 50).Select(_ => SomeMessage.Reply())];
        await app.Website.PublishAsync(SomeMessage.Items(replies).ToJsonString());
        foreach (JsonObject reply in replies)
        {
            await app.DecidedAsync(Guid.Parse(reply.Id()));
        }
    }

    [Fact]
    public async Task A_message_id_names_a_reply_that_has_no_id()
    {
        Guid uuid = SomeMessage.NewId();
        JsonObject first = SomeMessage.Reply();
        first.Remove("id");
        await app.Website.PublishAsync(first.ToJsonString(), messageId: uuid.ToString());
        Assert.Equal(first["body"]!.GetValue<string>(), (await app.DecidedAsync(uuid)).Body);

        JsonObject second = SomeMessage.Reply();
        second.Remove("id");
        await app.Website.PublishAsync(second.ToJsonString(), messageId: $"wp-{uuid}");
        SubmissionId named = SubmissionIds.FromMessageId(SiteId.Parse(QueueApp.Site), $"wp-{uuid}", itemIndex: null);
        Assert.Equal(second["body"]!.GetValue<string>(), (await app.DecidedAsync(named.Value)).Body);
    }

    [Fact]
    public async Task Two_messages_with_the_same_message_id_and_ids_of_their_own_are_both_judged()
    {
        JsonObject one = SomeMessage.Reply();
        JsonObject two = SomeMessage.Reply();
        string shared = SomeMessage.NewId().ToString();
        await app.Website.PublishAsync(one.ToJsonString(), messageId: shared);
        await app.Website.PublishAsync(two.ToJsonString(), messageId: shared);
        await app.DecidedAsync(Guid.Parse(one.Id()));
        await app.DecidedAsync(Guid.Parse(two.Id()));
    }

    [Fact]
    public async Task A_parent_that_nobody_knows_makes_a_root_with_a_reason()
    {
        JsonObject reply = SomeMessage.Reply();
        reply["parentId"] = SomeMessage.NewId().ToString();
        Submission row = await app.SubmitAsync(reply);
        Assert.Null(row.ParentId);
        Assert.Equal(row.Key.Id, row.RootId);
        Assert.Contains("parent_unknown", Policies.StoredReasons.Codes(row.ReasonsJson));
    }

    [Fact]
    public async Task A_reply_and_its_parent_may_share_a_message()
    {
        JsonObject parent = SomeMessage.Reply();
        JsonObject child = SomeMessage.Reply();
        child["parentId"] = parent.Id();
        await app.Website.PublishAsync(SomeMessage.Items(parent, child).ToJsonString());
        Submission row = await app.DecidedAsync(Guid.Parse(child.Id()));
        Assert.Equal(parent.Id(), row.ParentId.ToString());
        Assert.Equal(parent.Id(), row.RootId.ToString());
    }

    [Theory]
    [InlineData(PageMode.Closed, false)]
    [InlineData(PageMode.Readonly, false)]
    [InlineData(PageMode.Hidden, false)]
    [InlineData(PageMode.Open, true)]
    public async Task A_reply_to_a_page_that_takes_none_is_rejected_and_says_so(PageMode mode, bool isTimeOver)
    {
        string url = $"https://gazette.example/shut/{mode}";
        PageSettings settings = new()
        {
            Page = new PageReferenceToResolve { Url = url },
            Mode = mode,
            HasClosesAt = isTimeOver,
            ClosesAt = isTimeOver ? DateTimeOffset.UnixEpoch : null,
            Actor = "site",
        };
        await app.Get<SetPage>().HandleAsync(SiteId.Parse(QueueApp.Site), settings, TestContext.Current.CancellationToken);

        JsonObject late = SomeMessage.Reply();
        late["page"] = new JsonObject { ["url"] = url };
        Submission row = await app.SubmitAsync(late);
        Assert.Equal(SubmissionState.Rejected, row.State);
        Assert.Contains("page_closed", Policies.StoredReasons.Codes(row.ReasonsJson));
    }

    [Fact]
    public async Task An_author_is_vouched_for_and_a_bad_token_is_refused_alone()
    {
        string kid = $"k-{SomeMessage.Reply().Id()}";
        Assert.NotNull((await app.Get<IdentityKeyIssuer>().AddSecretAsync(SiteId.Parse(QueueApp.Site), kid, SomeToken.Secret, null, "cli", TestContext.Current.CancellationToken)).Key);

        // The message has waited in the broker for two days: the token counts at the time the website says.
        DateTimeOffset sent = TimeProvider.System.GetUtcNow().AddDays(-2);
        JsonObject good = SomeMessage.Reply();
        string page = good["page"]!["url"]!.GetValue<string>();
        good["submittedAt"] = sent.ToString("O");
        good["author"]!["identity"] = SomeToken.Hs256(SomeToken.Claims(QueueApp.Site, page, sent), kid);
        JsonObject bad = SomeMessage.Reply();
        bad["author"]!["identity"] = SomeToken.Hs256(SomeToken.Claims(QueueApp.Site, page, sent), kid);
        JsonObject without = SomeMessage.Reply();

        // A process that knew no key a moment ago learns of this one within two seconds.
        await Soon.FoundAsync("the key is known", async () =>
            (await app.Get<SiteIdentityKeys>().CurrentAsync(SiteId.Parse(QueueApp.Site), TestContext.Current.CancellationToken)).FirstOrDefault(key => key.Kid == kid));
        await app.Website.PublishAsync(SomeMessage.Items(good, bad, without).ToJsonString());

        Assert.True((await app.DecidedAsync(Guid.Parse(good.Id()))).IsAuthorVerified);
        Assert.False((await app.DecidedAsync(Guid.Parse(without.Id()))).IsAuthorVerified);
        RabbitMQ.Client.BasicGetResult refused = await app.Website.RefusedAsync(bad.Id());
        Assert.Equal("invalid", PlainClient.Header(refused, "moderation-code"));
        Assert.Equal("items[1].author.identity", PlainClient.Header(refused, "moderation-members"));
        Assert.Contains("expired", PlainClient.Header(refused, "moderation-detail"), StringComparison.Ordinal);
        Assert.Null(await app.FindAsync(Guid.Parse(bad.Id())));
    }

    [Fact]
    public async Task A_blocked_network_is_recognised_by_what_the_website_says()
    {
        BlockRequest request = new() { Kind = "network", Value = "198.51.100.0/24", Action = "reject", Actor = "cli" };
        Assert.NotNull((await app.Get<ChangeBlocks>().AddAsync(SiteId.Parse(QueueApp.Site), request, TestContext.Current.CancellationToken)).Block);
        await Soon.FoundAsync("a submission meets the block", async () =>
        {
            JsonObject reply = SomeMessage.Reply();
            reply["client"] = new JsonObject { ["ip"] = "198.51.100.77" };
            Submission row = await app.SubmitAsync(reply);
            return row.State == SubmissionState.Rejected && Policies.StoredReasons.Codes(row.ReasonsJson).Contains("network_blocked") ? row : null;
        });
    }

    [Fact]
    public async Task A_flood_of_one_text_in_one_message_is_seen_as_one()
    {
        JsonObject[] replies = [.. Enumerable.Range(0, 10).Select(_ => SomeMessage.Reply(body: "The same cheerful sentence, word for word, again and again on this page."))];
        await app.Website.PublishAsync(SomeMessage.Items(replies).ToJsonString());
        Submission last = await app.DecidedAsync(Guid.Parse(replies[^1].Id()));
        Assert.Contains("duplicate", Policies.StoredReasons.Codes(last.ReasonsJson));
    }

    [Fact]
    public async Task A_null_character_becomes_a_replacement_character()
    {
        JsonObject reply = SomeMessage.Reply(body: "before\0after");
        Assert.Equal("before\uFFFDafter", (await app.SubmitAsync(reply)).Body);
    }
}
