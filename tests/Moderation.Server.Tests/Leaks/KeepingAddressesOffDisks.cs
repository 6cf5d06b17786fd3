using System.Text;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.Messaging;
using Moderation.Server.Tests.Survival;

namespace Moderation.Server.Tests.Leaks;

/// <summary>
/// The disks of the broker and of the database, read byte by byte after addresses went in over HTTP and through the queue. In the database there is none, in any form. On the
/// broker there are those that the website itself published, in the intake queue and its error queue and nowhere else; what came over HTTP never gets there.
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
        await using PrivateSite site = await servers.BeginAsync();
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
            CommandRun list = (await site.RunAsync("redrive", "--list", "--json")).With(0);
            Assert.Equal(3, list.Json.GetArrayLength());
            AssertNone("the list of what was refused", list.Out + list.Error, [.. overHttp, .. throughQueue]);
            foreach (string queue in OtherQueues)
            {
                AssertNone(queue, string.Join('\n', (await client.TakeAllAsync(queue)).Select(message => Encoding.UTF8.GetString(message.Body.Span))), [.. overHttp, .. throughQueue]);
            }
        }

        Assert.Equal(0, await service.StopAsync());
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
