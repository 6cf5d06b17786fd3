using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Survival;

/// <summary>
/// SIGKILL again and again while replies are posted: what was answered is there, once, with one verdict and one event. The short form always runs;
/// MODERATION_TEST_FULL=1 kills twenty times during five thousand replies.
/// </summary>
public sealed class BeingKilled
{
    private const int Senders = 8;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("MODERATION_TEST_FULL") == "1";

    private static readonly int Kills = IsFull ? 20 : 4;

    private static readonly int Replies = IsFull ? 5_000 : 600;

    [Fact]
    public async Task Every_answered_reply_has_one_row_one_verdict_and_one_event()
    {
        using TempFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder.Path, environment: new Dictionary<string, string> { ["Moderation__Bootstrap__ApiKey"] = "survival-test-key" });
        ConcurrentQueue<string> waiting = new(Enumerable.Range(0, Replies).Select(_ => SomeReply.NewId()));
        ConcurrentBag<string> answered = [];
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task[] senders = [.. Enumerable.Range(0, Senders).Select(_ => SendAsync(service, waiting, answered))];

        for (int kill = 1; kill <= Kills; kill++)
        {
            // After each share of the replies, wherever the process happens to be.
            int share = Replies * kill / (Kills + 1);
            await Eventually.TrueAsync($"{share} replies are answered", () => Task.FromResult(answered.Count >= share), 120);
            await service.KillAsync();
            await service.StartAsync();
        }

        await Task.WhenAll(senders);
        Assert.Equal(Replies, answered.Count);
        string database = Path.Combine(folder.Path, "data", "moderation.db");
        await Eventually.GetAsync("nothing is received any more", () => CountAsync(database, "select count(*) from submission where state = 'received'"), left => left == 0, 120);

        // The demo's own first conversation stands on another page.
        const string Posted = "from submission s join page p on p.page_id = s.page_id where p.url like 'https://gazette.example/%'";
        Assert.Equal(Replies, await CountAsync(database, $"select count(*) {Posted}"));
        Assert.Equal(Replies, await CountAsync(database, $"select count(*) {Posted} and s.verdict is not null and s.version = 1"));
        Assert.Equal(Replies, await CountAsync(database, $"select count(*) from outbox_event e where exists (select 1 {Posted} and s.site_id = e.site_id and s.id = e.submission_id)"));
        Assert.Equal(0, await CountAsync(database, "select count(*) from (select 1 from outbox_event group by site_id, submission_id, version having count(*) > 1)"));
        foreach (string id in answered)
        {
            Assert.Equal(1, await CountAsync(database, $"select count(*) from submission where id = '{id}'"));
        }
    }

    /// <summary>A website that sends again what was not answered.</summary>
    private static async Task SendAsync(ServiceProcess service, ConcurrentQueue<string> waiting, ConcurrentBag<string> answered)
    {
        while (waiting.TryDequeue(out string? id))
        {
            JsonObject reply = SomeReply.Json(id: id, email: SomeReply.Address());
            await Eventually.TrueAsync("the reply is answered", () => TryPostAsync(service, reply), 120);
            answered.Add(id);
        }
    }

    private static async Task<bool> TryPostAsync(ServiceProcess service, JsonObject reply)
    {
        try
        {
            using HttpClient client = ModerationApp.NewClient(service.Address);
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/v1/sites/demo/replies", UriKind.Relative)) { Content = JsonContent.Create(reply) };
            request.Headers.Authorization = new("Bearer", "survival-test-key");
            using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.Accepted;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<long> CountAsync(string database, string sql)
    {
        await using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }
}
