using System.Text;
using System.Text.Json.Nodes;
using Moderation.Administration;
using Moderation.Messaging;
using Moderation.Submissions;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Moderation.Server.Tests.Messaging;

[Collection("broker")]
public sealed class KeepingWhatCannotBeJudged(QueueApp app)
{
    [Fact]
    public async Task The_queues_are_declared_as_documented()
    {
        // Declaring with the same arguments succeeds, with others it is refused: that is how a client sees what a queue is.
        await DeclareAsync(PlainClient.SubmitReply, new() { ["x-queue-type"] = "quorum", ["x-dead-letter-exchange"] = PlainClient.Errors, ["x-delivery-limit"] = 100 });
        await DeclareAsync(PlainClient.Errors, new() { ["x-queue-type"] = "quorum", ["x-message-ttl"] = 14L * 24 * 60 * 60 * 1000 });
        await Assert.ThrowsAsync<OperationInterruptedException>(() => DeclareAsync(PlainClient.SubmitReply, new() { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = 100 }));
        await Assert.ThrowsAsync<OperationInterruptedException>(() => DeclareAsync(PlainClient.Errors, new() { ["x-queue-type"] = "quorum", ["x-dead-letter-exchange"] = "elsewhere" }));
    }

    [Fact]
    public async Task A_message_survives_being_looked_at_two_hundred_times()
    {
        string marker = $"looked at {SomeMessage.NewId()}";
        await app.Website.PublishAsync(marker);
        await Soon.TrueAsync("it is refused", async () => await app.Website.CountAsync(PlainClient.Errors) > 0);
        for (int i = 0; i < 200; i++)
        {
            Assert.NotNull(await app.Website.LookAsync(PlainClient.Errors));
        }

        Assert.Equal("unreadable", PlainClient.Header(await app.Website.RefusedAsync(marker), "moderation-code"));
    }

    [Fact]
    public async Task A_message_that_kills_every_consumer_ends_in_the_error_queue_even_if_it_is_the_first_ever()
    {
        // A queue as the worker declares it, on which nothing was consumed before.
        const string Queue = "moderation.test-first-ever";
        await using IConnection connection = await new ConnectionFactory { Uri = app.Broker }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await channel.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false, BrokerTopology.QueueArguments(BrokerNames.SubmitReplyErrors).ToDictionary(pair => pair.Key, pair => (object?)pair.Value),
            cancellationToken: TestContext.Current.CancellationToken);
        try
        {
            string marker = $"killer {SomeMessage.NewId()}";
            await app.Website.PublishAsync(Encoding.UTF8.GetBytes(marker), null, null, exchange: "", routingKey: Queue);
            for (int deaths = 0; deaths <= BrokerTopology.DeliveryLimit; deaths++)
            {
                // A consumer that dies with the message in its hands.
                await using IConnection victim = await new ConnectionFactory { Uri = app.Broker }.CreateConnectionAsync(TestContext.Current.CancellationToken);
                await using IChannel hands = await victim.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
                await Soon.FoundAsync($"delivery {deaths + 1}", async () => await hands.BasicGetAsync(Queue, autoAck: false));
            }

            BasicGetResult kept = await app.Website.RefusedAsync(marker);
            Assert.Equal("delivery_limit", Encoding.UTF8.GetString((byte[])kept.BasicProperties.Headers!["x-first-death-reason"]!));
        }
        finally
        {
            await channel.QueueDeleteAsync(Queue, cancellationToken: CancellationToken.None);
        }
    }

    [Fact]
    public async Task An_error_queue_that_somebody_deleted_is_made_again_and_nothing_is_lost()
    {
        await using IConnection connection = await new ConnectionFactory { Uri = app.Broker }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await channel.QueueDeleteAsync(PlainClient.Errors, cancellationToken: TestContext.Current.CancellationToken);
        string marker = $"after the deletion {SomeMessage.NewId()}";
        await app.Website.PublishAsync(marker);
        await Soon.TrueAsync("the queue is there", async () =>
        {
            await using IChannel look = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
            try
            {
                return (await look.QueueDeclarePassiveAsync(PlainClient.Errors, TestContext.Current.CancellationToken)).MessageCount > 0;
            }
            catch (OperationInterruptedException)
            {
                return false;
            }
        });
        await app.Website.RefusedAsync(marker);
    }

    [Fact]
    public async Task Redriven_messages_are_judged_when_the_reason_is_gone()
    {
        JsonObject reply = SomeMessage.Reply(site: "late-site");
        await app.Website.PublishAsync(reply.ToJsonString(), messageId: "redrive-1");
        await Soon.TrueAsync("it is refused", async () => await app.Website.CountAsync(PlainClient.Errors) > 0);
        JsonObject elsewhere = SomeMessage.Reply(site: "another-site");
        await app.Website.PublishAsync(elsewhere.ToJsonString());
        await Soon.TrueAsync("both are refused", async () => await app.Website.CountAsync(PlainClient.Errors) > 1);
        await app.AddSiteAsync("late-site");

        LetterFilter late = new() { Site = "late-site", Code = "site_unknown" };
        QueuedLetter shown = Assert.Single(await app.Get<ErrorRedrive>().ListAsync(late, limit: 1000, TestContext.Current.CancellationToken));
        Assert.Equal(PlainClient.SubmitReply, shown.Queue);
        Assert.Equal(reply.Id(), Assert.Single(shown.Letter.Ids).ToString());
        Assert.Empty(await app.Get<ErrorRedrive>().ListAsync(late with { Code = "invalid" }, limit: 1000, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await app.Get<ErrorRedrive>().RunAsync(late with { Code = "invalid" }, limit: 1000, TestContext.Current.CancellationToken)).Redriven);

        RedriveResult result = await app.Get<ErrorRedrive>().RunAsync(late, limit: 1000, TestContext.Current.CancellationToken);
        Assert.Equal(1, result.Redriven);
        Assert.Equal(reply["body"]!.GetValue<string>(), (await app.DecidedAsync(Guid.Parse(reply.Id()), "late-site")).Body);
        BasicGetResult left = await app.Website.RefusedAsync(elsewhere.Id());
        Assert.Equal("site_unknown", PlainClient.Header(left, "moderation-code"));
    }

    [Fact]
    public async Task A_decision_that_came_too_early_is_carried_out_when_it_is_sent_in_again()
    {
        // A site of its own: other tests leave letters behind.
        string site = $"early-{SomeMessage.NewId()}";
        await app.AddSiteAsync(site);
        LetterFilter early = new() { Site = site, Code = "reply_unknown" };
        JsonObject reply = SomeMessage.Reply(site: site);
        JsonObject decision = new() { ["site"] = site, ["id"] = reply.Id(), ["decision"] = "remove" };
        await app.Website.PublishAsync(Encoding.UTF8.GetBytes(decision.ToJsonString()), "application/json", null, exchange: "", routingKey: PlainClient.Decide);
        await Soon.TrueAsync("it is refused", async () => (await app.Get<ErrorRedrive>().ListAsync(early, limit: 1000, TestContext.Current.CancellationToken)).Count == 1);
        await app.Website.PublishAsync(reply.ToJsonString());
        await app.DecidedAsync(Guid.Parse(reply.Id()), site);

        // Only what is public can be removed. Beside many other tests a reply may be held for a moderator; approving what is approved changes nothing.
        JsonObject approval = new() { ["site"] = site, ["id"] = reply.Id(), ["decision"] = "approve" };
        await app.Website.PublishAsync(Encoding.UTF8.GetBytes(approval.ToJsonString()), "application/json", null, exchange: "", routingKey: PlainClient.Decide);
        await Soon.TrueAsync("it is approved", async () => (await app.FindAsync(Guid.Parse(reply.Id()), site))!.State == SubmissionState.Approved);

        RedriveResult result = await app.Get<ErrorRedrive>().RunAsync(early, limit: 1000, TestContext.Current.CancellationToken);

        Assert.Equal(1, result.Redriven);
        await Soon.TrueAsync("it is removed", async () => (await app.FindAsync(Guid.Parse(reply.Id()), site))!.State == SubmissionState.Removed);
    }

    [Fact]
    public async Task An_admin_sends_one_message_in_again_and_discards_another()
    {
        ErrorDesk desk = app.Get<ErrorDesk>();
        string site = $"desk-{SomeMessage.NewId()}";
        JsonObject kept = SomeMessage.Reply(site: site);
        JsonObject lost = SomeMessage.Reply(site: site);
        await app.Website.PublishAsync(kept.ToJsonString());
        await app.Website.PublishAsync(lost.ToJsonString());
        Dictionary<string, RefusedLetter> letters = await Soon.FoundAsync("both are refused", async () =>
            (await desk.ListAsync(TestContext.Current.CancellationToken)).Queued.Where(one => one.Letter.Sites.Contains(site)).ToDictionary(one => one.Letter.Ids[0].ToString(), one => one.Letter) is { Count: 2 } found ? found : null);
        Assert.Contains("body: text of", letters[kept.Id()].Outline, StringComparison.Ordinal);

        await app.AddSiteAsync(site);
        Assert.True(await desk.ReplayQueuedAsync(letters[kept.Id()].Handle, "moderator:1", TestContext.Current.CancellationToken));
        await app.DecidedAsync(Guid.Parse(kept.Id()), site);
        Assert.True(await desk.DiscardQueuedAsync(letters[lost.Id()].Handle, "moderator:1", TestContext.Current.CancellationToken));
        Assert.False(await desk.DiscardQueuedAsync(letters[lost.Id()].Handle, "moderator:1", TestContext.Current.CancellationToken));
        Assert.DoesNotContain((await desk.ListAsync(TestContext.Current.CancellationToken)).Queued, one => one.Letter.Sites.Contains(site));
        Assert.Null(await app.FindAsync(Guid.Parse(lost.Id()), site));
    }

    private async Task DeclareAsync(string queue, Dictionary<string, object?> arguments)
    {
        await using IConnection connection = await new ConnectionFactory { Uri = app.Broker }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: TestContext.Current.CancellationToken);
    }
}
