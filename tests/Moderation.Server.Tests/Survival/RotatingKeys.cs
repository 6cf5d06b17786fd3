using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Moderation.Privacy;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.Messaging;
using Moderation.Sites;
using Npgsql;

namespace Moderation.Server.Tests.Survival;

/// <summary>On PostgreSQL, beside a process that serves: keys are rotated, the rotation is killed half-way and started again, and at no moment an address cannot be opened.</summary>
[Collection("private servers")]
public sealed class RotatingKeys(PrivateServers servers)
{
    private const int Replies = 1_200;
    private const int PerMessage = 50;

    /// <summary>A rotation commits so many at once.</summary>
    private const int Batch = 500;

    private const string AdminPassword = "a-long-password-for-the-rotation";

    private const string NewOnesSql = "select count(*) from submission where get_byte(email_sealed, 2) = 2";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rotation_that_is_killed_half_way_goes_on_and_both_keys_open_meanwhile()
    {
        await using PrivateSite site = await servers.BeginAsync();
        site.Settings["Moderation__Bootstrap__AdminPassword"] = AdminPassword;
        ServiceProcess service = await site.StartAsync();
        await using PlainClient client = await site.ConnectAsync();
        JsonObject[] replies = [.. Enumerable.Range(0, Replies).Select(_ => SomeMessage.Reply())];
        await Task.WhenAll(replies.Chunk(PerMessage).Select(some => client.PublishAsync(SomeMessage.Items([.. some.Select(reply => reply.DeepClone())]).ToJsonString())));
        await Soon.TrueAsync("all are judged", async () => await site.CountAsync("select count(*) from submission where email_sealed is not null and state <> 'received'") == Replies, 120);

        // A row of the second batch is held, so that the rotation has one behind it and stands in the next when it is killed.
        await using (NpgsqlConnection holder = new(site.ConnectionString))
        {
            await holder.OpenAsync(Token);
            await using NpgsqlTransaction hold = await holder.BeginTransactionAsync(Token);
            await using (NpgsqlCommand command = new("select id from submission where id = (select id from submission where email_sealed is not null order by site_id, id offset 700 limit 1) for update", holder, hold))
            {
                Assert.NotNull(await command.ExecuteScalarAsync(Token));
            }

            using Process rotation = site.Begin("keys", "rotate-email");
            await Soon.TrueAsync("the first batch is sealed anew", async () => await site.CountAsync(NewOnesSql) == Batch, 120);
            await Soon.TrueAsync("the second one waits", async () => await site.CountAsync("select count(*) from pg_locks where not granted") > 0, 120);
            rotation.Kill(entireProcessTree: true);
            await rotation.WaitForExitAsync(Token);
        }

        await Soon.TrueAsync("the database has let go of what was killed", async () => await site.CountAsync("select count(*) from pg_stat_activity where datname = current_database() and state <> 'idle' and query like 'update submission%'") == 0);
        Assert.Equal(Batch, await site.CountAsync(NewOnesSql));
        await OpensAsync(site, replies);
        using ConsoleVisitor admin = new(service.Address, AdminPassword);
        await admin.SignInAsync();
        await ShownAsync(admin, replies, await IdsAsync(site, 1), await IdsAsync(site, 2));

        // What comes now is sealed with the new key by the process that was there before.
        JsonObject later = SomeMessage.Reply();
        await client.PublishAsync(later.ToJsonString());
        await Soon.TrueAsync("what comes later is sealed with the new key", async () => await site.CountAsync($"select count(*) from submission where id = '{later.Id()}' and get_byte(email_sealed, 2) = 2") == 1);

        CommandRun again = (await site.RunAsync("keys", "rotate-email", "--json")).With(0);
        Assert.Contains($"Going on with {Replies - Batch}", again.Error, StringComparison.Ordinal);
        Assert.Equal(2, again.Json.GetProperty("version").GetInt32());
        Assert.Equal(Replies - Batch, again.Json.GetProperty("renewed").GetInt32());
        Assert.Equal(Replies + 1, await site.CountAsync(NewOnesSql));
        Assert.Equal(1, (await site.RunAsync("keys", "rotate-email", "--retire", "--json")).With(0).Json.GetProperty("retired")[0].GetInt32());
        await OpensAsync(site, [.. replies, later]);
        await ShownAsync(admin, [.. replies, later], later.Id(), replies[0].Id());
        Assert.Equal(0, await service.StopAsync());
    }

    private static async Task<string> IdsAsync(PrivateSite site, int version)
    {
        await using NpgsqlConnection connection = new(site.ConnectionString);
        await connection.OpenAsync(Token);
        await using NpgsqlCommand command = new("select id from submission where get_byte(email_sealed, 2) = @version limit 1", connection) { Parameters = { new("version", version) } };
        return ((Guid)(await command.ExecuteScalarAsync(Token))!).ToString("D");
    }

    /// <summary>Every address, with the ring as it is on the disk.</summary>
    private static async Task OpensAsync(PrivateSite site, JsonObject[] replies)
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        EmailSealer sealer = new(KeyRingFile.LoadOrCreate(Path.Combine(site.FolderPath, "keys"), random), random);
        await using Storage.Database store = site.OpenStore();
        SiteId owner = SiteId.Parse(PrivateSite.Site);
        Dictionary<string, Submissions.Submission> rows = (await new Submissions.SubmissionStore(store).FindManyAsync([.. replies.Select(reply => new Submissions.SubmissionKey(owner, new(Guid.Parse(reply.Id()))))], Token))
            .ToDictionary(row => row.Key.Id.Value.ToString("D"));
        Assert.All(replies, reply => Assert.Equal(AddressOf(reply), sealer.Open(owner, Guid.Parse(reply.Id()), rows[reply.Id()].EmailSealed)));
    }

    /// <summary>The process that serves opens them as well, for an admin who asks.</summary>
    private static async Task ShownAsync(ConsoleVisitor admin, JsonObject[] replies, params string[] ids)
    {
        foreach (string id in ids)
        {
            string path = $"/moderate/replies/{PrivateSite.Site}/{id}";
            Answer shown = await admin.AnswerAsync(await admin.GetAsync(path), path, ("_handler", "address"), ("how", "full"));
            Assert.Contains(AddressOf(replies.Single(reply => reply.Id() == id)), shown.Text, StringComparison.Ordinal);
        }
    }

    private static string AddressOf(JsonObject reply) => reply["author"]!["email"]!.GetValue<string>();
}
