using System.Text.Json;
using Moderation.Pages;
using Moderation.Review;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Training;

namespace Moderation.Server.Tests.Training;

/// <summary>From moderators' decisions to a challenger, in the host of somebody who configured nothing, and by command.</summary>
public sealed class TrainingFromDecisions(ModerationApp app) : IClassFixture<ModerationApp>
{
    private static readonly Guid Moderator = new("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d12");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_moderators_decide_becomes_a_challenger_that_the_commands_show()
    {
        string site = await app.AddSiteAsync();
        await DecideManyAsync(site, 60);
        (TrainingRun run, bool isNew) = await app.Get<RequestTraining>().HandleAsync(SiteId.Parse(site), "moderator:1", Token);
        Assert.True(isNew);
        TrainingRun ended = (await Eventually.GetAsync("the run ends", () => app.Get<TrainingRunStore>().FindAsync(run.RunId, Token), found => found!.IsFinished, 180))!;

        Assert.True(ended.State is TrainingRunState.Done or TrainingRunState.Refused, ended.Message);
        CommandRun listed = (await app.RunCommandAsync("models", "list", "--site", site, "--json")).With(0);
        JsonElement made = listed.Json.EnumerateArray().Single(model => model.GetProperty("site").GetString() == site);
        Assert.Equal(ended.ModelSha256, made.GetProperty("sha256").GetString());
        Assert.Equal(ended.State == TrainingRunState.Done, made.GetProperty("gatePassed").GetBoolean());
        Assert.Empty(made.GetProperty("championOf").EnumerateArray());
        Assert.Contains(made.GetProperty("number").GetInt32() + "\t", (await app.RunCommandAsync("models", "list")).With(0).Out, StringComparison.Ordinal);

        string report = Path.Combine(app.DataDirectory, "report");
        CommandRun shown = (await app.RunCommandAsync("models", "show", made.GetProperty("number").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture), "--json", "--out", report)).With(0);
        Assert.InRange(shown.Json.GetProperty("trainingSet").GetProperty("manifest").GetProperty("texts").GetInt32(), 59, 60);
        Assert.Equal("speed", shown.Json.GetProperty("gate").GetProperty("checks").EnumerateArray().Last().GetProperty("code").GetString());
        string page = await File.ReadAllTextAsync(report + ".html", Token);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("windmill", page, StringComparison.Ordinal);

        // The same labels once more, by command: the run that the command begins makes the same set and asks the same gate.
        CommandRun again = await app.RunCommandAsync("train", "--site", site, "--json");
        Assert.True(again.ExitCode is 0 or 3, again.Error);
        Assert.Equal(again.ExitCode == 0 ? "done" : "refused", again.Json.GetProperty("state").GetString());
        Assert.Contains("Training set", again.Error, StringComparison.Ordinal);
        Assert.Equal(again.ExitCode == 0, again.Json.GetProperty("gate").GetProperty("passed").GetBoolean());
    }

    [Fact]
    public async Task A_run_is_cancelled_and_the_next_one_begins_anew()
    {
        string site = await app.AddSiteAsync();
        await DecideManyAsync(site, 20);
        TrainingRunStore runs = app.Get<TrainingRunStore>();
        (TrainingRun run, _) = await app.Get<RequestTraining>().HandleAsync(SiteId.Parse(site), "moderator:1", Token);
        (TrainingRun same, bool isNew) = await app.Get<RequestTraining>().HandleAsync(SiteId.Parse(site), "moderator:2", Token);
        Assert.True(isNew ? same.RunId != run.RunId : same.RunId == run.RunId);
        bool isAsked = await runs.CancelAsync(same.RunId, "moderator:2", Token);
        TrainingRun ended = (await Eventually.GetAsync("the run ends", () => runs.FindAsync(same.RunId, Token), found => found!.IsFinished, 180))!;

        Assert.Contains(ended.State, isAsked ? [TrainingRunState.Cancelled, TrainingRunState.Done, TrainingRunState.Refused] : new[] { TrainingRunState.Done, TrainingRunState.Refused });
        Assert.True((await app.Get<RequestTraining>().HandleAsync(SiteId.Parse(site), "moderator:1", Token)).IsNew);
    }

    [Fact]
    public async Task Bad_input_is_told_in_a_sentence()
    {
        string site = await app.AddSiteAsync();
        CommandRun empty = (await app.RunCommandAsync("train", "--site", site)).With(1);
        Assert.Contains("There are no labels yet: no moderator of this site has decided about a submission", empty.Error, StringComparison.Ordinal);

        Assert.Contains("There is no site 'nowhere'.", (await app.RunCommandAsync("train", "--site", "nowhere")).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("--site goes without files", (await app.RunCommandAsync("train", "file.tsv", "--site", site)).With(2).Error, StringComparison.Ordinal);
        Assert.Contains("Either --site, or labelled files and --out.", (await app.RunCommandAsync("train")).With(2).Error, StringComparison.Ordinal);
        Assert.Contains("There is no model '99'.", (await app.RunCommandAsync("models", "show", "99")).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("has no report", (await app.RunCommandAsync("models", "show", "1", "--out", "x")).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("The site has no such held labels.", (await app.RunCommandAsync("labels", "release", Guid.Empty.ToString(), "--site", site)).With(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_burst_is_listed_and_released()
    {
        string site = await app.AddSiteAsync();
        await DecideManyAsync(site, 60, isOneSided: true);
        Assert.Matches("(59|60) labels wait for an admin", (await app.RunCommandAsync("train", "--site", site)).With(1).Error);

        JsonElement held = (await app.RunCommandAsync("labels", "list", "--site", site, "--json")).With(0).Json;
        Assert.InRange(held.GetProperty("labels")[0].GetProperty("labels").GetInt32(), 59, 60);
        string id = held.GetProperty("held")[0].GetProperty("holdId").GetString()!;
        (await app.RunCommandAsync("labels", "release", id, "--site", site)).With(0);
        Assert.Contains("only acceptable texts", (await app.RunCommandAsync("train", "--site", site)).With(1).Error, StringComparison.Ordinal);
    }

    // This house rejects whatever is said about the windmill. Everything waits for a moderator, who decides as the console does.
    private async Task DecideManyAsync(string site, int count, bool isOneSided = false)
    {
        string key = await app.IssueKeyAsync(site);
        string page = $"https://gazette.example/{site}";
        for (int index = 0; index < count; index++)
        {
            bool isRejected = !isOneSided && index % 2 == 0;
            Answer answer = await app.DecideAsync(SomeReply.Json(body: isRejected ? $"The windmill again. {SomeReply.Unlike(index)}" : SomeReply.Unlike(index), page: page, name: $"Reader {index}"), key, site);
            if (index == 0)
            {
                await app.SetModeAsync(page, PageMode.Premoderated, site);
            }

            SubmissionKey submission = new(SiteId.Parse(site), new SubmissionId(Guid.Parse(answer.Member("id"))));
            SubmissionState state = (await app.StoredAsync(answer.Member("id"), site))!.State;
            Decision decision = (isRejected, state) switch
            {
                (true, SubmissionState.Approved) => Decision.Remove,
                (true, _) => Decision.Reject,
                (false, _) => Decision.Approve,
            };
            DecisionRequest request = new()
            {
                Key = submission,
                Decision = decision,
                Reason = isRejected ? "advertising" : null,
                Actor = $"moderator:{Moderator:D}",
                DecidedBy = $"moderator:{Moderator:D}",
                ModeratorId = Moderator,
            };
            DecisionOutcome outcome = (await app.Get<DecideSubmission>().HandleAsync(request, Token)).Outcome;
            Assert.True(outcome is DecisionOutcome.Done or DecisionOutcome.AlreadySo, $"{decision} of {state}: {outcome}");
        }

        Assert.True(await app.Get<Database>().ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>("select count(*) from label where site_id = @site", new { site }, token), Token) >= count - 1);
    }
}
