using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Moderation.Messaging;
using Moderation.Privacy;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.Messaging;
using Moderation.Server.Tests.Survival;

namespace Moderation.Server.Tests.Leaks;

/// <summary>
/// The disks of the broker and of the database, read byte by byte after addresses went in over HTTP and through the queue, and what leaves the process beside its answers: exported traces and metrics, and
/// a backup. In the database and in all of these there is none, in any form. On the broker there are those that the website itself published, in the intake queue and its error queue and nowhere else; what came over HTTP never gets there.
/// </summary>
[Collection("private servers")]
public sealed class KeepingAddressesOffDisks(PrivateServers servers)
{
    private static readonly string[] OtherQueues = [PlainClient.Decide, PlainClient.DecideErrors, "moderation.judge-received"];

    private int planted;

    [Fact]
    public async Task Only_the_intake_queue_and_its_error_queue_hold_what_the_website_sent()
    {
        List<Canary> overHttp = [], throughQueue = [];
        await using TelemetryCollector collector = await TelemetryCollector.StartAsync();
        await using PrivateSite site = await servers.BeginAsync();
        foreach ((string name, string value) in collector.Settings)
        {
            site.Settings[name] = value;
        }

        ServiceProcess service = await site.StartAsync();
        await using (PlainClient client = await site.ConnectAsync())
        {
            await client.ListenAsync();
            List<string> ids = [];
            using HttpClient http = ModerationApp.NewClient(service.Address);
            for (int i = 0; i < 5; i++)
            {
                ids.Add(await PostAsync(http, Plant(overHttp, "HTTP")));
            }

            JsonObject bare = Reply(Plant(throughQueue, "queue, bare"));
            JsonObject[] items = [Reply(Plant(throughQueue, "queue, items")), Reply(Plant(throughQueue, "queue, items"))];
            ids.AddRange([bare.Id(), items[0].Id(), items[1].Id()]);
            await client.PublishAsync(bare.ToJsonString());
            await client.PublishAsync(SomeMessage.Items(items).ToJsonString());
            JsonObject nameless = Reply(Plant(throughQueue, "queue, refused"));
            nameless["author"]!.AsObject().Remove("name");
            await client.PublishAsync(nameless.ToJsonString());
            await client.PublishAsync($"not JSON, from {Plant(throughQueue, "queue, unreadable").Address}");
            JsonObject repeated = bare.DeepClone().AsObject();
            repeated["body"] = "Other words under the same id.";
            await client.PublishAsync(repeated.ToJsonString());
            foreach (string id in ids)
            {
                HeardEvent[] heard = await client.EventsAsync(Guid.Parse(id));
                Assert.All(heard, one => AssertNone("an event", Encoding.UTF8.GetString(one.Body), [.. overHttp, .. throughQueue]));
            }

            await Soon.TrueAsync("three are refused", async () => await client.CountAsync(PlainClient.Errors) == 3);
            await KeepDeadLetterAsync(site, Plant(overHttp, "dead letter"));
            CommandRun list = (await site.RunAsync("redrive", "--list", "--json")).With(0);
            Assert.Equal(4, list.Json.GetArrayLength());
            AssertNone("the list of what was refused", list.Out + list.Error, [.. overHttp, .. throughQueue]);
            await AskWithAddressesAsync(http, overHttp);
            await Soon.TrueAsync("spans of requests and of judging were exported", () => Task.FromResult(
                collector.Text("traces").Contains("judge reply", StringComparison.Ordinal) && collector.Text("traces").Contains("/v1/sites/{site}/comments.json", StringComparison.Ordinal)));
            await Soon.TrueAsync("metrics were exported", () => Task.FromResult(collector.Text("metrics").Contains("moderation.judged", StringComparison.Ordinal)));
            AssertNone("the metrics", await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken), [.. overHttp, .. throughQueue]);
            string backup = Path.Combine(site.FolderPath, "backup");
            (await site.RunAsync("backup", "--to", backup, "--key-ring-to", Path.Combine(site.FolderPath, "ring"))).With(0);
            foreach (string file in Directory.GetFiles(backup))
            {
                AssertNone($"the backup's {Path.GetFileName(file)}", await BackupText.ReadAsync(site.FolderPath, file), [.. overHttp, .. throughQueue]);
            }

            foreach (string queue in OtherQueues)
            {
                AssertNone(queue, string.Join('\n', (await client.TakeAllAsync(queue)).Select(message => Encoding.UTF8.GetString(message.Body.Span))), [.. overHttp, .. throughQueue]);
            }
        }

        Assert.Equal(0, await service.StopAsync());

        // At its end it has exported everything.
        Assert.All(new[] { "traces", "metrics" }, kind => AssertNone($"the exported {kind}", collector.Text(kind), [.. overHttp, .. throughQueue]));
        AssertNone("what the service said", service.Said, [.. overHttp, .. throughQueue]);
        AssertNowhere(site.FolderPath, [.. overHttp, .. throughQueue]);

        // Stopped, so that everything is on the disk.
        await servers.Postgres.StopAsync(TestContext.Current.CancellationToken);
        await servers.Broker.StopAsync();
        try
        {
            AssertNowhere(servers.Postgres.DirectoryPath, [.. overHttp, .. throughQueue]);
            AssertNowhere(servers.Broker.DirectoryPath, overHttp);

            // Quorum queues keep their messages in a log of their own; the search proves itself by finding there what the website published.
            Assert.NotEmpty(Found(servers.Broker.DirectoryPath, throughQueue));
            Assert.All(Found(servers.Broker.DirectoryPath, throughQueue), found => Assert.Contains("/quorum/", found.File, StringComparison.Ordinal));
        }
        finally
        {
            await servers.Postgres.StartAsync(CancellationToken.None);
            await servers.Broker.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>Addresses wherever a request can carry one, so that they could get into a span or a metric.</summary>
    private async Task AskWithAddressesAsync(HttpClient http, List<Canary> canaries)
    {
        foreach (string path in new[] { "/v1/sites/gazette/comments.json?after={0}", "/v1/sites/{0}/comments.json", "/v1/sites/gazette/threads?page=https://gazette.example/{0}", "/nowhere/{0}", "/v1/sites/gazette/replies/{0}" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Plant(canaries, $"path {path}").Address), UriKind.Relative));
            request.Headers.TryAddWithoutValidation("User-Agent", Plant(canaries, "user agent").Address);
            request.Headers.TryAddWithoutValidation("Referer", $"https://gazette.example/?mail={Plant(canaries, "referrer").Address}");
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", Plant(canaries, "forwarded for").Address);
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Plant(canaries, "bearer").Address}");
            request.Headers.TryAddWithoutValidation("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            request.Headers.TryAddWithoutValidation("tracestate", $"website={Plant(canaries, "trace state").Address}");
            request.Headers.TryAddWithoutValidation("baggage", $"mail={Plant(canaries, "baggage").Address}");
            using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode < 500, $"{path} is answered {answer.StatusCode}.");
        }
    }

    /// <summary>What was given up with its content is a sealed row.</summary>
    private static async Task KeepDeadLetterAsync(PrivateSite site, Canary canary)
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        EmailSealer sealer = new(KeyRingFile.LoadOrCreate(Path.Combine(site.FolderPath, "keys"), random), random);
        await using Storage.Database store = site.OpenStore();
        Guid id = SomeMessage.NewId();
        DeadLetter letter = new()
        {
            DeadLetterId = id,
            Site = Sites.SiteId.Parse(PrivateSite.Site),
            Source = "http",
            Reason = "judging_failed",
            PayloadSealed = sealer.SealDeadLetter(id, Encoding.UTF8.GetBytes(Reply(canary).ToJsonString())),
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        await store.RunAsync((unit, token) => new DeadLetterStore(store).AddAsync(unit, letter, token), TestContext.Current.CancellationToken);
        Assert.Contains(canary.Address, Encoding.UTF8.GetString(sealer.OpenDeadLetter(id, letter.PayloadSealed)), StringComparison.Ordinal);
    }

    private Canary Plant(List<Canary> canaries, string where)
    {
        Canary canary = new(where, $"disk.canary{++planted:D3}@nowhere-{planted}.example");
        canaries.Add(canary);
        return canary;
    }

    private static JsonObject Reply(Canary canary)
    {
        JsonObject reply = SomeMessage.Reply();
        reply["author"]!["email"] = canary.Address;
        return reply;
    }

    private static async Task<string> PostAsync(HttpClient http, Canary canary)
    {
        JsonObject reply = Reply(canary);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri($"/v1/sites/{PrivateSite.Site}/replies", UriKind.Relative)) { Content = System.Net.Http.Json.JsonContent.Create(reply) };
        request.Headers.Authorization = new("Bearer", PrivateSite.ApiKey);
        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        return reply.Id();
    }

    private static void AssertNone(string where, string text, IReadOnlyList<Canary> canaries) =>
        Assert.All(canaries, canary => Assert.True(!canary.FoundIn(text).Any(), $"{string.Join(", ", canary.FoundIn(text))} in {where}."));

    private static void AssertNowhere(string folder, IReadOnlyList<Canary> canaries)
    {
        List<(string File, string What)> found = Found(folder, canaries);
        Assert.True(found.Count == 0, string.Join('\n', found.Select(one => $"{one.What} in {one.File}")));
    }

    /// <summary>Every form of the canaries in every file below a folder, as text and as bytes.</summary>
    private static List<(string File, string What)> Found(string folder, IReadOnlyList<Canary> canaries)
    {
        List<(string File, string What)> found = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            byte[] bytes = File.ReadAllBytes(file);
            foreach (Canary canary in canaries)
            {
                foreach ((string form, byte[] pattern) in Patterns(canary))
                {
                    if (bytes.AsSpan().IndexOf(pattern) >= 0)
                    {
                        found.Add((file, $"{canary.Where} as {form}"));
                    }
                }
            }
        }

        return found;
    }

    private static IEnumerable<(string Form, byte[] Pattern)> Patterns(Canary canary)
    {
        foreach ((string form, string text) in canary.Forms())
        {
            yield return (form, Encoding.UTF8.GetBytes(text));
            if (form is "MD5" or "SHA-1" or "SHA-256")
            {
                yield return ($"{form} in bytes", Convert.FromHexString(text));
            }
        }
    }
}
