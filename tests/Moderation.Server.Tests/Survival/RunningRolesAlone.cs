using System.Net;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.Messaging;

namespace Moderation.Server.Tests.Survival;

/// <summary>Each role as a process of its own on RabbitMQ and PostgreSQL, with the rights of its role only: it maps its own routes, consumes its own queues, and nothing else.</summary>
[Collection("private servers")]
public sealed class RunningRolesAlone(PrivateServers servers)
{
    private static readonly string[] Queues = [PlainClient.SubmitReply, PlainClient.Decide, "moderation.judge-received"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("api", new[] { "/demo", "/v1/sites/gazette/threads?page=https://gazette.example/", "/v1/sites/gazette/comments.json", "/docs/errors", "/openapi/v1.json", "/$discovery/rest" })]
    [InlineData("console", new[] { "/moderate/sign-in" })]
    [InlineData("worker", new string[0])]
    [InlineData("trainer", new string[0])]
    public async Task A_role_maps_and_consumes_its_own(string role, string[] own)
    {
        string[] all = ["/demo", "/v1/sites/gazette/threads?page=https://gazette.example/", "/v1/sites/gazette/comments.json", "/docs/errors", "/openapi/v1.json", "/moderate/sign-in", "/v1/score", "/$discovery/rest", "/v1/moderations", "/v1alpha1/comments:analyze"];
        await using PrivateSite site = await BeginAsync();
        ServiceProcess process = await site.StartAsync(role, $"moderation_{role}");
        using HttpClient http = ModerationApp.NewClient(process.Address);
        foreach (string path in all)
        {
            HttpStatusCode status = (await http.GetAsync(new Uri(path, UriKind.Relative), Token)).StatusCode;
            bool isOwn = own.Contains(path);
            Assert.True(isOwn ? status == HttpStatusCode.OK : status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{role} answers {path} with {status}.");
        }

        foreach (string path in new[] { "/health/live", "/health/ready", "/metrics" })
        {
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(path, UriKind.Relative), Token)).StatusCode);
        }

        await using PlainClient client = await site.ConnectAsync();
        foreach (string queue in Queues)
        {
            Assert.Equal(role == "worker" ? 1u : 0u, await client.ConsumersAsync(queue));
        }

        if (role == "trainer")
        {
            await Soon.TrueAsync("the trainer consumes its queue", async () => await client.ConsumersAsync("moderation.train") == 1);
        }
    }

    [Fact]
    public async Task The_trainer_trains_with_its_own_rights_and_goes_on_after_it_was_killed()
    {
        await using PrivateSite site = await BeginAsync();
        await using PlainClient client = await site.ConnectAsync();
        ServiceProcess worker = await site.StartAsync("worker", "moderation_worker");
        for (int index = 0; index < 60; index++)
        {
            await client.PublishAsync(SomeMessage.Reply(body: SomeReply.Unlike(index)).ToJsonString());
        }

        await Soon.TrueAsync("all are judged", async () => await site.CountAsync("select count(*) from submission where state <> 'received'") == 60, 120);
        Assert.Equal(0, await worker.StopAsync());
        await site.ExecuteAsync("""
            insert into label (site_id, submission_id, source, is_violating, reason, actor, weight, labelled_at)
            select site_id, id, 'decision', body like '%tram%' or body like '%mill%' or body like '%quay%', null, 'moderator:' || (row_number() over (order by id) % 2), 1, received_at
            from submission
            """);
        await site.ExecuteAsync("insert into training_run (run_id, site_id, state, requested_by, requested_at) select '01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d11', site_id, 'waiting', 'moderator:1', created_at from site");

        ServiceProcess killed = await site.StartAsync("trainer", "moderation_trainer");
        await Soon.TrueAsync("it has begun", async () => await site.CountAsync("select count(*) from training_run where state = 'running' or finished_at is not null") == 1);
        await killed.KillAsync();

        // A minute of silence is what makes a run count as lost; the test does not wait for it.
        await site.ExecuteAsync("update training_run set seen_at = seen_at - interval '2 minutes' where finished_at is null");
        await site.StartAsync("trainer", "moderation_trainer");
        await Soon.TrueAsync("it ends", async () => await site.CountAsync("select count(*) from training_run where finished_at is not null") == 1, 180);

        Assert.Equal(1, await site.CountAsync("select count(*) from training_run where state in ('done', 'refused') and message like '%odel 2 (%'"));
        Assert.Equal(1, await site.CountAsync("select count(*) from model where site_id = 'gazette' and gate is not null and report is not null and gate_passed is not null"));
        CommandRun listed = (await site.RunAsync("models", "list", "--json")).With(0);
        Assert.Equal("gazette", listed.Json[0].GetProperty("site").GetString());
        Assert.Equal("", listed.Json[1].GetProperty("championOf")[0].GetString());
    }

    [Fact]
    public async Task What_one_role_takes_another_judges()
    {
        await using PrivateSite site = await BeginAsync();
        ServiceProcess api = await site.StartAsync("api", "moderation_api");
        using HttpClient http = ModerationApp.NewClient(api.Address);
        http.DefaultRequestHeaders.Authorization = new("Bearer", PrivateSite.ApiKey);
        string id = SomeReply.NewId();
        using (HttpResponseMessage accepted = await http.PostAsync(new Uri("/v1/sites/gazette/replies", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(SomeReply.Json(id: id)), Token))
        {
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }

        Assert.Equal("received", await StateAsync(http, id));
        await site.StartAsync("worker", "moderation_worker");
        await Soon.TrueAsync("the worker has judged it", async () => await StateAsync(http, id) == "approved", 120);
    }

    [Fact]
    public async Task Two_workers_share_the_queue_and_either_finishes_what_the_other_left()
    {
        const int Replies = 1_000;
        await using PrivateSite site = await BeginAsync();
        await using PlainClient client = await site.ConnectAsync();
        ServiceProcess[] workers = [await site.StartAsync("worker", "moderation_worker"), await site.StartAsync("worker", "moderation_worker")];
        await Soon.TrueAsync("both consume", async () => await client.ConsumersAsync(PlainClient.SubmitReply) == 2);
        await Task.WhenAll(Enumerable.Range(0, Replies / 2).Select(_ => client.PublishAsync(SomeMessage.Reply().ToJsonString())));
        await workers[0].KillAsync();
        await Task.WhenAll(Enumerable.Range(0, Replies / 2).Select(_ => client.PublishAsync(SomeMessage.Reply().ToJsonString())));
        await site.AllJudgedOnceAsync(client, Replies, 180);
        Assert.Equal(1u, await client.ConsumersAsync(PlainClient.SubmitReply));
        Assert.Equal(0, await workers[1].StopAsync());
    }

    /// <summary>A migrated store with the roles' rights and the first site, and a broker with the queues that a worker once declared.</summary>
    private async Task<PrivateSite> BeginAsync()
    {
        PrivateSite site = await servers.BeginAsync();
        (await site.RunAsync("migrate")).With(0);
        await site.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Survival", "roles.sql"), Token));
        await (await site.StartAsync("worker", "moderation_worker")).StopAsync();
        return site;
    }

    private static async Task<string> StateAsync(HttpClient http, string id) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri($"/v1/sites/gazette/replies/{id}", UriKind.Relative), Token))!["state"]!.GetValue<string>();
}
