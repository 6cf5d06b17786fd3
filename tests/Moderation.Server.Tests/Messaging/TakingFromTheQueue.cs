using System.Text;
using System.Text.Json.Nodes;
using Moderation.Inbound;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Moderation.Server.Tests.Messaging;

[Collection("broker")]
public sealed class TakingFromTheQueue(QueueApp app)
{
    [Fact]
    public async Task A_batch_that_ends_before_an_earlier_one_is_acknowledged_with_it_and_never_before()
    {
        await using IConnection connection = await new ConnectionFactory { Uri = app.Broker }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using IChannel owner = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        string queue = (await owner.QueueDeclareAsync(cancellationToken: TestContext.Current.CancellationToken)).QueueName;
        foreach (string body in (string[])["one", "two", "three", "four", "five"])
        {
            await app.Website.PublishAsync(Encoding.UTF8.GetBytes(body), null, null, exchange: "", routingKey: queue);
        }

        IChannel first = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        using (InboundAcknowledger acknowledger = new(first))
        {
            InboundAcknowledger.Batch earlier = acknowledger.Begin(await TakeAsync(first, queue, 2));
            InboundAcknowledger.Batch later = acknowledger.Begin(await TakeAsync(first, queue, 2));
            await acknowledger.EndAsync(later, TestContext.Current.CancellationToken);
            await first.CloseAsync(TestContext.Current.CancellationToken);
            await Assert.ThrowsAnyAsync<Exception>(() => acknowledger.EndAsync(earlier, TestContext.Current.CancellationToken));
        }

        // Nothing was acknowledged: all five are there again.
        IChannel second = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        using (InboundAcknowledger acknowledger = new(second))
        {
            InboundAcknowledger.Batch earlier = acknowledger.Begin(await TakeAsync(second, queue, 2));
            InboundAcknowledger.Batch later = acknowledger.Begin(await TakeAsync(second, queue, 2));
            await TakeAsync(second, queue, 1);
            await acknowledger.EndAsync(later, TestContext.Current.CancellationToken);
            await acknowledger.EndAsync(earlier, TestContext.Current.CancellationToken);
            await second.CloseAsync(TestContext.Current.CancellationToken);
        }

        BasicGetResult left = await Soon.FoundAsync("what was not acknowledged is there again", async () => await owner.BasicGetAsync(queue, autoAck: true));
        Assert.Equal("five", Encoding.UTF8.GetString(left.Body.Span));
        Assert.Null(await owner.BasicGetAsync(queue, autoAck: true, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_queue_that_somebody_deleted_is_made_again_and_consumed_on()
    {
        await app.SubmitAsync(SomeMessage.Reply());
        await using IConnection connection = await new ConnectionFactory { Uri = app.Broker }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using (IChannel channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            await channel.QueueDeleteAsync(PlainClient.SubmitReply, cancellationToken: TestContext.Current.CancellationToken);
        }

        JsonObject reply = SomeMessage.Reply();
        await Soon.TrueAsync("the queue is there", () => IsThereAsync(connection));
        await app.Website.PublishAsync(Encoding.UTF8.GetBytes(reply.ToJsonString()), "application/json", null, exchange: "", routingKey: PlainClient.SubmitReply);

        await app.DecidedAsync(Guid.Parse(reply.Id()));
        await Soon.TrueAsync("the exchange leads to it", async () =>
        {
            try
            {
                await app.SubmitAsync(SomeMessage.Reply());
                return true;
            }
            catch (PublishException)
            {
                return false;
            }
        });
    }

    private static async Task<bool> IsThereAsync(IConnection connection)
    {
        await using IChannel look = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        try
        {
            await look.QueueDeclarePassiveAsync(PlainClient.SubmitReply, TestContext.Current.CancellationToken);
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }

    private static async Task<ulong> TakeAsync(IChannel channel, string queue, int count)
    {
        ulong last = 0;
        for (int i = 0; i < count; i++)
        {
            last = (await Soon.FoundAsync("a message is there", async () => await channel.BasicGetAsync(queue, autoAck: false))).DeliveryTag;
        }

        return last;
    }
}
