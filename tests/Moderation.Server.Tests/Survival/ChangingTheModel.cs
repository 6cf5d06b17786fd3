using System.Text.Json;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.Messaging;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Survival;

/// <summary>A site gets another champion while messages come in: both workers take it, nothing is lost, and every receipt and event names the version that decided.</summary>
[Collection("private servers")]
public sealed class ChangingTheModel(PrivateServers servers)
{
    private const int Replies = 1_500;

    [Fact]
    public async Task Two_workers_take_a_new_champion_and_step_back_while_messages_flow()
    {
        await using PrivateSite site = await servers.BeginAsync();
        await using PlainClient client = await site.ConnectAsync();
        ServiceProcess[] workers = [await site.StartAsync("worker"), await site.StartAsync("worker")];
        await client.ListenAsync();
        string before = (await ReadyAsync(workers[0])).GetProperty("model").GetString()!;
        string own = await RegisterAsync(site, before);

        Task publishing = PublishAsync(client, Replies);
        await Soon.TrueAsync("some replies are judged", async () => await site.CountAsync("select count(*) from submission") > Replies / 10, 120);
        (await site.RunAsync("models", "promote", own[..12], "--json")).With(3);
        JsonElement promoted = (await site.RunAsync("models", "promote", own[..12], "--override", "Tried in a test while messages flow", "--json")).With(0).Json;
        Assert.Equal(("done", PrivateSite.Site, own), (promoted.GetProperty("outcome").GetString(), promoted.GetProperty("site").GetString(), promoted.GetProperty("modelVersion").GetString()));
        foreach (ServiceProcess worker in workers)
        {
            await Soon.TrueAsync("the worker serves the new version", async () => (await ReadyAsync(worker)).GetProperty("siteModels").EnumerateArray().Any(one => one.GetString() == own), 60);
        }

        await publishing;
        await PublishAsync(client, 200, "after");
        await site.AllJudgedOnceAsync(client, Replies + 200, 300);
        Assert.Equal(0, await site.CountAsync($"select count(*) from submission where model_version is distinct from '{before}' and model_version is distinct from '{own}'"));
        Assert.NotEqual(0, await site.CountAsync($"select count(*) from submission where model_version = '{before}'"));
        Assert.Equal(200, await site.CountAsync($"select count(*) from submission where model_version = '{own}' and body like '%after%'"));
        await Soon.TrueAsync("every event was heard", () => Task.FromResult(client.Heard.Select(one => one.Member("id").GetGuid()).Distinct().Count() == Replies + 200), 120);
        foreach (string version in new[] { before, own })
        {
            HashSet<Guid> named = [.. client.Heard.Where(one => one.Member("modelVersion").GetString() == version).Select(one => one.Member("id").GetGuid())];
            Assert.Equal(named.Count, await site.CountAsync($"select count(*) from submission where model_version = '{version}' and id in ({string.Join(',', named.Select(id => $"'{id}'"))})"));
        }

        (await site.RunAsync("models", "rollback", "--site", PrivateSite.Site, "--reason", "The test is over")).With(0);
        foreach (ServiceProcess worker in workers)
        {
            await Soon.TrueAsync("the worker serves the old version", async () => (await ReadyAsync(worker)).GetProperty("siteModels").GetArrayLength() == 0, 60);
        }
    }

    private static async Task<string> RegisterAsync(PrivateSite site, string champion)
    {
        await using Database database = site.OpenStore();
        byte[] artefact = ModelVariant.Of(BaseModel.Load(), 1);
        Model model = Model.Load(artefact);
        Assert.NotEqual(champion, model.Sha256);
        NewChallenger challenger = new() { Artefact = artefact, Sha256 = model.Sha256, Card = model.Card.ToJson(), Site = SiteId.Parse(PrivateSite.Site), Actor = "cli" };
        await new ChallengerStore(database).AddAsync(challenger, TestContext.Current.CancellationToken);
        return model.Sha256;
    }

    private static async Task PublishAsync(PlainClient client, int replies, string word = "before")
    {
        for (int i = 0; i < replies; i++)
        {
            await client.PublishAsync(SomeMessage.Reply(body: $"Thank you for the article about the bridge, I learned something new {word} noon. Number {i}.").ToJsonString());
        }
    }

    private static async Task<JsonElement> ReadyAsync(ServiceProcess worker)
    {
        using HttpClient http = ModerationApp.NewClient(worker.Address);
        using JsonDocument answer = JsonDocument.Parse(await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken));
        return answer.RootElement.Clone();
    }
}
