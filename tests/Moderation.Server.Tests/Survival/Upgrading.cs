using System.Text.RegularExpressions;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.Messaging;

namespace Moderation.Server.Tests.Survival;

/// <summary>What an upgrade does to processes that run, and what processes that start together do to a store. With an old build beside the new one, deploy/upgrade-drill.sh tries the whole of it.</summary>
[Collection("private servers")]
public sealed partial class Upgrading(PrivateServers servers)
{
    /// <summary>A migration that makes indexes over the tables that every reply is written to: what takes the longest locks.</summary>
    private const string Migration = "Moderation.Storage.Migrations.Postgres.V0022__keeping.sql";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_processes_that_start_together_on_an_empty_store_migrate_it_once()
    {
        await using PrivateSite site = await servers.BeginAsync();
        ServiceProcess[] nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => site.StartAsync(), Token)));

        long scripts = typeof(Storage.Database).Assembly.GetManifestResourceNames().Count(name => name.StartsWith("Moderation.Storage.Migrations.Postgres.", StringComparison.Ordinal));
        Assert.Equal(scripts, await site.CountAsync("select count(*) from schema_version where type = 0 and success"));
        Assert.Equal(scripts, await site.CountAsync("select count(*) from schema_version where type = 0"));
        Assert.Equal(1, await site.CountAsync("select count(*) from site"));
        Assert.Equal(1, await site.CountAsync("select count(*) from api_key"));
        Assert.Equal(1, await site.CountAsync("select count(*) from moderator"));
        Assert.Equal(1, await site.CountAsync("select count(*) from champion"));
        Assert.Single(Directory.GetFiles(Path.Combine(site.FolderPath, "keys"), "keyring.json"));

        // All three work on it, with one key ring.
        await using PlainClient client = await site.ConnectAsync();
        await Soon.TrueAsync("all three consume", async () => await client.ConsumersAsync(PlainClient.SubmitReply) == 3);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.PublishAsync(SomeMessage.Reply().ToJsonString())));
        await site.AllJudgedOnceAsync(client, 60, 120);
        foreach (ServiceProcess node in nodes)
        {
            Assert.Equal(0, await node.StopAsync());
        }
    }

    [Fact]
    public async Task Indexes_are_made_while_workers_judge_and_nothing_is_lost()
    {
        const int Replies = 3_000;
        await using PrivateSite site = await servers.BeginAsync();
        ServiceProcess[] workers = [await site.StartAsync("worker"), await site.StartAsync("worker")];
        string migration = await ReadAsync();
        string[] indexes = [.. Index().Matches(migration).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(indexes);
        await site.ExecuteAsync($"drop index {string.Join(", ", indexes)}");

        await using PlainClient client = await site.ConnectAsync();
        Task publishing = Task.Run(async () =>
        {
            for (int sent = 0; sent < Replies; sent += 20)
            {
                await client.PublishAsync(SomeMessage.Items([.. Enumerable.Range(0, 20).Select(_ => SomeMessage.Reply())]).ToJsonString());
            }
        }, Token);
        await Soon.TrueAsync("a third is judged", async () => await site.CountAsync("select count(*) from submission where verdict is not null") > Replies / 3, 180);

        // As a migration is applied: in one transaction.
        await site.ExecuteAsync($"begin; {migration}; commit");
        await publishing;
        await site.AllJudgedOnceAsync(client, Replies, 240);

        Assert.Equal(indexes.Length, await site.CountAsync($"select count(*) from pg_indexes where indexname in ({string.Join(", ", indexes.Select(index => $"'{index}'"))})"));
        foreach (ServiceProcess worker in workers)
        {
            Assert.Equal(0, await worker.StopAsync());
        }
    }

    private static async Task<string> ReadAsync()
    {
        using StreamReader script = new(typeof(Storage.Database).Assembly.GetManifestResourceStream(Migration)!);
        return await script.ReadToEndAsync(Token);
    }

    [GeneratedRegex(@"create index (\w+)")]
    private static partial Regex Index();
}
