using System.Text;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.Messaging;
using RabbitMQ.Client;

namespace Moderation.Server.Tests.Survival;

/// <summary>
/// Workers, the database and the broker go away while messages come in: each reply has one row, one verdict and its event, and nothing is in the error queue. The short
/// form always runs; MODERATION_TEST_FULL=1 kills twenty times during twenty thousand replies and keeps servers away for longer.
/// </summary>
[Collection("private servers")]
public sealed class LosingProcesses(PrivateServers servers)
{
    private const int PerItems = 20;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("MODERATION_TEST_FULL") == "1";

    [Fact]
    public async Task Workers_that_are_killed_again_and_again_lose_nothing_and_judge_nothing_twice()
    {
        int kills = IsFull ? 20 : 3;
        int replies = IsFull ? 20_000 : 3_000;
        await using PrivateSite site = await servers.BeginAsync();
        await using PlainClient client = await site.ConnectAsync();
        ServiceProcess[] workers = [await site.StartAsync("worker"), await site.StartAsync("worker")];
        await client.ListenAsync();
        Task publishing = PublishAsync(client, replies);
        for (int kill = 1; kill <= kills; kill++)
        {
            // After each share of the replies, wherever the two happen to be.
            int share = replies * kill / (kills + 1);
            await Soon.TrueAsync($"{share} replies are judged", async () => await site.CountAsync("select count(*) from submission") >= share, 300);
            await workers[kill % 2].KillAsync();
            await workers[kill % 2].StartAsync();
        }

        await publishing;
        await site.AllJudgedOnceAsync(client, replies, 300);
        await Soon.TrueAsync("every event was heard", () => Task.FromResult(client.Heard.Select(one => one.Member("id").GetGuid()).Distinct().Count() == replies), 120);
        Assert.All(client.Heard.GroupBy(one => one.Member("id").GetGuid()), heard => Assert.Single(heard.Select(one => one.Member("eventId").GetGuid()).Distinct()));
    }

    [Fact]
    public async Task While_the_database_is_away_the_broker_keeps_what_comes_and_doors_say_so()
    {
        const int Before = 200;
        const int Meanwhile = 400;
        await using PrivateSite site = await servers.BeginAsync();
        await using PlainClient client = await site.ConnectAsync();
        ServiceProcess service = await site.StartAsync();
        await PublishAsync(client, Before);
        await servers.Postgres.StopAsync(TestContext.Current.CancellationToken);
        try
        {
            await PublishAsync(client, Meanwhile);

            // The pauses between two looks grow up to five seconds: one such pause is about ten seconds after the loss, three are about twenty.
            int pauses = IsFull ? 3 : 1;
            await Soon.TrueAsync("the worker waits for the store", () => Task.FromResult(service.Said.Split("trying again in 5 s").Length > pauses), 180);
            using HttpClient http = ModerationApp.NewClient(service.Address);
            using HttpResponseMessage answer = await PostAsync(http, SomeReply.Json());
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }
        finally
        {
            await servers.Postgres.StartAsync(CancellationToken.None);
        }

        await site.AllJudgedOnceAsync(client, Before + Meanwhile, 180);
    }

    [Fact]
    public async Task While_the_broker_is_away_posts_are_accepted_and_their_events_arrive_when_it_is_back()
    {
        int posts = IsFull ? 500 : 60;
        await using PrivateSite site = await servers.BeginAsync();
        ServiceProcess service = await site.StartAsync();
        await BindEventsAsync("website-events");
        using HttpClient http = ModerationApp.NewClient(service.Address);
        List<string> accepted = [];
        await servers.Broker.StopAsync();
        try
        {
            for (int i = 0; i < posts; i++)
            {
                string id = SomeReply.NewId();
                using HttpResponseMessage answer = await PostAsync(http, SomeReply.Json(id: id));
                Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
                accepted.Add(id);
            }

            await Soon.TrueAsync("the service missed the broker", () => Task.FromResult(service.Said.Contains("The broker is away", StringComparison.Ordinal)), 120);
        }
        finally
        {
            await servers.Broker.StartAsync(CancellationToken.None);
        }

        await using PlainClient client = await site.ConnectAsync();
        await site.AllJudgedOnceAsync(client, posts, 240);
        HashSet<string> heard = [];
        await Soon.TrueAsync("every event is in the website's queue", async () =>
        {
            heard.UnionWith((await client.TakeAllAsync("website-events")).Select(message => JsonNode.Parse(message.Body.Span)!["id"]!.GetValue<string>()));
            return accepted.TrueForAll(heard.Contains);
        }, 120);
    }

    [Fact]
    public async Task The_very_first_message_ever_may_kill_its_consumers_and_the_next_thousand_are_judged()
    {
        await using PrivateSite site = await servers.BeginAsync();
        await using PlainClient client = await site.ConnectAsync();

        // The worker declares everything and goes: on its queue nothing was ever published.
        await (await site.StartAsync("worker")).StopAsync();
        JsonObject poison = SomeMessage.Reply();
        await client.PublishAsync(poison.ToJsonString());
        int deaths = 0;
        while (await client.CountAsync(PlainClient.Errors) == 0)
        {
            Assert.True(deaths++ < 150, "A message that kills every consumer comes back for ever.");
            await using IConnection victim = await new ConnectionFactory { Uri = servers.Broker.Address }.CreateConnectionAsync(TestContext.Current.CancellationToken);
            await using IChannel hands = await victim.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
            await Soon.TrueAsync("it is delivered or given up", async () =>
                await hands.BasicGetAsync(PlainClient.SubmitReply, autoAck: false, TestContext.Current.CancellationToken) is not null || await client.CountAsync(PlainClient.Errors) > 0);
        }

        JsonObject[] replies = [.. Enumerable.Range(0, 1_000).Select(_ => SomeMessage.Reply())];
        replies[500]["body"] = 12;
        await Task.WhenAll(replies.Select(reply => client.PublishAsync(reply.ToJsonString())));
        await site.StartAsync("worker");
        await Soon.TrueAsync("the others are judged", async () => await site.CountAsync("select count(*) from submission where verdict is not null") == 999, 180);
        List<BasicGetResult> refused = [await client.RefusedAsync(poison.Id()), await client.RefusedAsync(replies[500].Id())];
        Assert.Equal("delivery_limit", Encoding.UTF8.GetString((byte[])refused[0].BasicProperties.Headers!["x-first-death-reason"]!));
        Assert.Equal("invalid", PlainClient.Header(refused[1], "moderation-code"));
        Assert.Equal(0u, await client.CountAsync(PlainClient.Errors));
    }

    /// <summary>Half of them one to a message, half of them twenty, as fast as the broker confirms them.</summary>
    private static async Task PublishAsync(PlainClient client, int replies)
    {
        int single = replies / 2;
        for (int i = 0; i < single; i += PerItems)
        {
            await Task.WhenAll(Enumerable.Range(0, PerItems).Select(_ => client.PublishAsync(SomeMessage.Reply().ToJsonString())));
            await client.PublishAsync(SomeMessage.Items([.. Enumerable.Range(0, PerItems).Select(_ => SomeMessage.Reply())]).ToJsonString());
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, JsonObject reply)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri($"/v1/sites/{PrivateSite.Site}/replies", UriKind.Relative)) { Content = System.Net.Http.Json.JsonContent.Create(reply) };
        request.Headers.Authorization = new("Bearer", PrivateSite.ApiKey);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A queue of the website's own that outlives the broker's absence.</summary>
    private async Task BindEventsAsync(string queue)
    {
        await using IConnection connection = await new ConnectionFactory { Uri = servers.Broker.Address }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: TestContext.Current.CancellationToken);
        await channel.QueuePurgeAsync(queue, TestContext.Current.CancellationToken);
        await channel.QueueBindAsync(queue, PlainClient.Events, "#", cancellationToken: TestContext.Current.CancellationToken);
    }
}
