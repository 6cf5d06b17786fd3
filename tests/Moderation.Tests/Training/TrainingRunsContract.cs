using Microsoft.Extensions.Logging.Abstractions;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Pages;
using Moderation.Scoring.Evaluation;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Tests.Scoring;
using Moderation.Tests.Storage;
using Moderation.Training;

namespace Moderation.Tests.Training;

/// <summary>From labels in the store to a challenger in the registry, and everything that can come between.</summary>
public abstract class TrainingRunsContract(StoreFixture fixture) : IAsyncLifetime
{
    private const string Champion = "moderator:1";

    private static readonly CancellationToken None = CancellationToken.None;

    private TrainingRunStore Runs => new(fixture.Database);

    private LabelledTexts Texts => new(fixture.Database);

    private TrainingSetStore Sets => new(fixture.Database);

    private FreezeTrainingSet Freeze => new(Texts, new LabelHoldStore(fixture.Database), Sets, new ChallengerStore(fixture.Database), fixture.Clock);

    private TrainSite Train => new(
        fixture.Database, Runs, Freeze, Sets, Texts, new ModelStore(fixture.Database), new ChallengerStore(fixture.Database), TimeProvider.System, NullLogger<TrainSite>.Instance);

    public async ValueTask InitializeAsync()
    {
        ModelStore models = new(fixture.Database);
        await models.AddAsync(SmallModel.Result.Artefact.ToArray(), SmallModel.Model.Sha256, SmallModel.Result.Card.ToJson(), "system", None);
        await models.PromoteAsync(ModelHost.EverySite, SmallModel.Model.Sha256, "system", None);

        // One run at a time, whatever another test of the class left behind.
        await fixture.Database.RunAsync(
            (unit, token) => unit.ExecuteAsync("update training_run set state = 'cancelled', finished_at = @now where finished_at is null", new { now = StoreFixture.Start }, token), None);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Decisions_become_a_challenger_with_a_report_and_the_gates_word()
    {
        SiteId site = await SiteWithLabelsAsync(120);
        TrainingRun ended = await RunAsync(site);

        Assert.Contains(ended.State, new[] { TrainingRunState.Done, TrainingRunState.Refused });
        ChallengerRow made = (await new ChallengerStore(fixture.Database).FindAsync(ended.ModelSha256!, None))!;
        Assert.Equal((site.Value, ended.SetId, Champion, ended.State == TrainingRunState.Done), (made.SiteId, made.SetId, made.CreatedBy, made.GatePassed));
        GateReport gate = GateReport.FromJson(made.Gate!);
        TrainingSet set = (await Sets.FindAsync(ended.SetId!.Value, None))!;
        Assert.Equal((made.Sha256, SmallModel.Model.Sha256, set.Sha256, set.Items.Count(item => item.Part == TrainingPart.Holdout)), (gate.Challenger, gate.Champion, gate.TrainingSet, gate.HoldoutTexts));
        Assert.Equal(made.GatePassed, gate.Passed);
        Assert.Contains("champion", made.Report!, StringComparison.Ordinal);
        Assert.Empty(EvaluationReport.FromJson(made.Report!).Categories.SelectMany(category => category.FalsePositives));
        Assert.Contains($"Training set {set.Sha256[..12]}: {set.Manifest.Texts} texts of 120 labels by 2 actors.", ended.Log, StringComparison.Ordinal);
        Assert.InRange(set.Manifest.Texts, 100, 120);
        byte[] artefact = (await new ModelStore(fixture.Database).LoadAsync(made.Sha256, None))!;
        Assert.Equal(made.Sha256, Moderation.Scoring.Model.Load(artefact).Sha256);
        Assert.Equal(1, ended.Share);
    }

    [Fact]
    public async Task A_run_that_was_given_back_goes_on_with_the_same_set_and_makes_the_same_model()
    {
        SiteId site = await SiteWithLabelsAsync(60);
        TrainingRun run = (await Runs.RequestAsync(site, Champion, None)).Run;
        TrainingRun claimed = (await Runs.ClaimAsync(run.RunId, None))!;
        TrainingSet set = await Freeze.HandleAsync(site, SmallModel.Model.Sha256, Champion, _ => { }, new TrainingSetRules(), None);
        await Runs.SetSetAsync(claimed, set.SetId, None);
        await Runs.ReleaseAsync(claimed, None);
        Assert.Equal((TrainingRunState.Waiting, 0), ((await Runs.FindAsync(run.RunId, None))!.State, (await Runs.FindAsync(run.RunId, None))!.Attempts));

        await AddLabelsAsync(site, 20, from: 60);
        TrainingRun ended = await Train.HandleAsync((await Runs.ClaimNextAsync(None))!, None);
        Assert.Equal(set.SetId, ended.SetId);
        Assert.Contains("The trainer stops; the run waits for the next one.", ended.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trainer_that_stops_gives_its_run_back()
    {
        SiteId site = await SiteWithLabelsAsync(60);
        TrainingRun claimed = (await Runs.ClaimAsync((await Runs.RequestAsync(site, Champion, None)).Run.RunId, None))!;
        using CancellationTokenSource stopping = new();
        await stopping.CancelAsync();

        TrainingRun given = await Train.HandleAsync(claimed, stopping.Token);

        Assert.Equal((TrainingRunState.Waiting, false), (given.State, given.IsFinished));
    }

    [Fact]
    public async Task Of_two_admins_who_press_at_once_one_begins_and_the_other_is_told()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        (TrainingRun Run, bool IsNew)[] both = await Task.WhenAll(Enumerable.Range(1, 6).Select(number => Task.Run(() => Runs.RequestAsync(site, $"moderator:{number}", None))));

        Assert.Single(both, answer => answer.IsNew);
        Assert.Single(both.Select(answer => answer.Run.RunId).Distinct());
        Assert.Single(await Runs.ListAsync(site, 10, None));
    }

    [Fact]
    public async Task One_run_at_a_time_whoever_claims()
    {
        List<Guid> asked = [];
        for (int number = 0; number < 3; number++)
        {
            asked.Add((await Runs.RequestAsync((await fixture.SiteAsync()).Id, Champion, None)).Run.RunId);
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        TrainingRun?[] claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => index % 2 == 0 ? Runs.ClaimNextAsync(None) : Runs.ClaimAsync(asked[2], None))));
        TrainingRun first = Assert.Single(claimed.OfType<TrainingRun>());
        Assert.Null(await Runs.ClaimNextAsync(None));

        Assert.True(await Runs.FinishAsync(first, TrainingRunState.Failed, "over", null, None));
        Assert.NotNull(await Runs.ClaimNextAsync(None));
    }

    [Fact]
    public async Task A_run_whose_process_died_is_taken_over_and_the_dead_one_lets_go()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        TrainingRun dead = (await Runs.ClaimAsync((await Runs.RequestAsync(site, Champion, None)).Run.RunId, None))!;
        Assert.Equal(TrainingOrder.GoOn, await Runs.ReportAsync(dead, "learning", 0.5, ["one", "two"], None));
        Assert.Null(await Runs.ClaimNextAsync(None));

        fixture.Clock.Advance(TrainingRunStore.LostAfter + TimeSpan.FromSeconds(1));
        TrainingRun taken = (await Runs.ClaimNextAsync(None))!;
        Assert.Equal((dead.RunId, 2, "learning", 0.5), (taken.RunId, taken.Attempts, taken.Step, taken.Share));
        Assert.Equal(TrainingOrder.LetGo, await Runs.ReportAsync(dead, "learning", 0.6, [], None));
        Assert.False(await Runs.FinishAsync(dead, TrainingRunState.Done, "late", null, None));
        Assert.Equal(2, taken.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_run_that_never_gets_to_its_end_is_given_up()
    {
        SiteId site = await SiteWithLabelsAsync(20);
        TrainingRun run = (await Runs.RequestAsync(site, Champion, None)).Run;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.NotNull(await Runs.ClaimAsync(run.RunId, None));
            fixture.Clock.Advance(TrainingRunStore.LostAfter + TimeSpan.FromSeconds(1));
        }

        TrainingRun ended = await Train.HandleAsync((await Runs.ClaimAsync(run.RunId, None))!, None);
        Assert.Equal((TrainingRunState.Failed, "It was begun 3 times, and each time the process ended before it was done."), (ended.State, ended.Message));
    }

    [Fact]
    public async Task A_run_is_cancelled_before_it_begins_and_while_it_runs()
    {
        SiteId site = await SiteWithLabelsAsync(60);
        TrainingRun waiting = (await Runs.RequestAsync(site, Champion, None)).Run;
        Assert.True(await Runs.CancelAsync(waiting.RunId, "moderator:2", None));
        Assert.Equal((TrainingRunState.Cancelled, "Cancelled by moderator:2 before it began."), await EndAsync(waiting));
        Assert.False(await Runs.CancelAsync(waiting.RunId, "moderator:2", None));

        TrainingRun running = (await Runs.ClaimAsync((await Runs.RequestAsync(site, Champion, None)).Run.RunId, None))!;
        Assert.True(await Runs.CancelAsync(running.RunId, "moderator:2", None));
        Assert.Equal(TrainingOrder.Stop, await Runs.ReportAsync(running, "learning", 0.1, [], None));
        await Train.HandleAsync(running, None);
        Assert.Equal((TrainingRunState.Cancelled, "Cancelled."), await EndAsync(running));
    }

    [Theory]
    [InlineData(0, false, "There are no labels yet: no moderator of this site has decided")]
    [InlineData(40, true, "these are only acceptable texts; a model needs at least 5 of either kind. All labels are by one person")]
    public async Task What_cannot_make_a_model_is_told_in_a_sentence(int labels, bool isOneClass, string sentence)
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        await AddLabelsAsync(site, labels, isOneClass: isOneClass);
        TrainingRun ended = await RunAsync(site);

        Assert.Equal(TrainingRunState.Failed, ended.State);
        Assert.Contains(sentence, ended.Message!, StringComparison.Ordinal);
        Assert.Null(ended.ModelSha256);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_champion_stops_the_run_and_harms_nothing()
    {
        SiteId site = await SiteWithLabelsAsync(60);
        ModelStore models = new(fixture.Database);
        byte[] damaged = SmallModel.Result.Artefact.ToArray();
        damaged[^100] ^= 1;
        string name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([.. damaged, .. System.Text.Encoding.UTF8.GetBytes(site.Value)]));
        await models.AddAsync(damaged, name, SmallModel.Result.Card.ToJson(), "system", None);
        await models.PromoteAsync(site.Value, name, "system", None);

        TrainingRun ended = await RunAsync(site);

        Assert.Equal(TrainingRunState.Failed, ended.State);
        Assert.Contains("cannot be used: its bytes have hash", ended.Message!, StringComparison.Ordinal);
        Assert.Equal(name, (await models.DecidingAsync(site, None))!.Sha256);
    }

    [Fact]
    public async Task Erased_submissions_and_tests_are_not_learnt_and_their_texts_not_kept()
    {
        SiteId site = await SiteWithLabelsAsync(20);
        Page page = await fixture.PageAsync(site);
        Submission erased = Some.Submission(page, SubmissionState.Rejected) with { Body = "a sentence that somebody wants to be gone" };
        Submission test = Some.Submission(page, SubmissionState.Rejected) with { Body = "a sentence of a test", IsTest = true };
        await fixture.InsertAsync(erased, test);
        foreach (Submission submission in new[] { erased, test })
        {
            await LabelAsync(submission, isViolating: true);
        }

        TrainingSet before = await FreezeAsync(site);
        Assert.Contains(erased.Key.Id.Value, before.Items.Select(item => item.SubmissionId));
        Assert.DoesNotContain(test.Key.Id.Value, before.Items.Select(item => item.SubmissionId));

        await fixture.Database.RunAsync(
            (unit, token) => unit.ExecuteAsync("update submission set state = 'erased', body = '' where site_id = @site and id = @id", new { site = site.Value, id = erased.Key.Id.Value }, token), None);
        TrainingSet after = await FreezeAsync(site);
        Assert.DoesNotContain(erased.Key.Id.Value, after.Items.Select(item => item.SubmissionId));
        Assert.Empty(await Texts.FindAsync(site, [erased.Key.Id.Value], None));
        Assert.Equal(20, await fixture.Database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>("select count(*) from training_text where site_id = @site", new { site = site.Value }, token), None));
    }

    [Fact]
    public async Task A_text_outlives_the_body_and_addresses_in_it_are_masked()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Submission submission = Some.Submission(await fixture.PageAsync(site), SubmissionState.Rejected) with { Body = "Write to me at ana@example.net about the tram" };
        await fixture.InsertAsync(submission);
        await LabelAsync(submission, isViolating: true);
        await FreezeAsync(site);
        await fixture.Database.RunAsync((unit, token) => unit.ExecuteAsync("update submission set body = '' where site_id = @site", new { site = site.Value }, token), None);

        Assert.Equal("Write to me at …@… about the tram", (await Texts.FindAsync(site, [submission.Key.Id.Value], None))[submission.Key.Id.Value]);
        Assert.Single((await FreezeAsync(site)).Items);
    }

    [Fact]
    public async Task The_word_of_the_house_goes_before_outside_feedback_and_reasons_that_say_nothing_stay_out()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Page page = await fixture.PageAsync(site);
        Submission both = Some.Submission(page) with { Body = "the tram is late again today" };
        Submission outside = Some.Submission(page) with { Body = "cheap watches for everybody" };
        Submission silent = Some.Submission(page) with { Body = "this is not about the article" };
        await fixture.InsertAsync(both, outside, silent);
        await LabelAsync(both, isViolating: false);
        await LabelAsync(both, isViolating: true, LabelSource.Feedback, "key:1", 0.3);
        await LabelAsync(outside, isViolating: true, LabelSource.Feedback, "key:1", 0.3);
        await LabelAsync(silent, isViolating: true, LabelSource.Import, "import", 1, "irrelevant");

        Dictionary<Guid, TrainingItem> items = (await FreezeAsync(site)).Items.ToDictionary(item => item.SubmissionId);
        Assert.Equal((false, LabelSource.Decision, 1.0), (items[both.Key.Id.Value].IsViolating, items[both.Key.Id.Value].Source, items[both.Key.Id.Value].Weight));
        Assert.Equal((LabelSource.Feedback, 0.3), (items[outside.Key.Id.Value].Source, items[outside.Key.Id.Value].Weight));
        Assert.Equal(2, items.Count);
    }

    [Fact]
    public async Task Labels_of_a_burst_wait_and_an_admin_lets_them_go()
    {
        SiteId site = await SiteWithLabelsAsync(20);
        Page page = await fixture.PageAsync(site);
        Submission[] burst = [.. Enumerable.Range(0, 60).Select(index => Some.Submission(page) with { Body = Words(index) })];
        await fixture.InsertAsync(burst);
        foreach (Submission submission in burst)
        {
            await LabelAsync(submission, isViolating: true, actor: "moderator:9");
        }

        LabelHoldStore holds = new(fixture.Database);
        Assert.Equal(20, (await FreezeAsync(site)).Items.Count);
        LabelHold hold = Assert.Single(await holds.ListAsync(site, None));
        Assert.Equal(("moderator:9", 60, 60, LabelHoldState.Waiting), (hold.Actor, hold.Labels, hold.Violating, hold.State));
        Assert.Single(await holds.ListAsync(site, None));

        Assert.False(await holds.DecideAsync((await fixture.SiteAsync()).Id, hold.HoldId, LabelHoldState.Released, "moderator:1", StoreFixture.Start, None));
        Assert.True(await holds.DecideAsync(site, hold.HoldId, LabelHoldState.Released, "moderator:1", StoreFixture.Start, None));
        Assert.Equal(80, (await FreezeAsync(site)).Items.Count);
    }

    [Fact]
    public async Task A_run_is_due_after_many_labels_of_both_kinds_or_some_and_a_week()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        LabelStore labels = new(fixture.Database);
        RetrainingDue due = new(labels, Sets, fixture.Clock);
        await LabelManyAsync(RetrainingDue.PerClass, isViolating: true);
        await LabelManyAsync(RetrainingDue.PerClass - 1, isViolating: false);
        await LabelManyAsync(50, isViolating: false, LabelSource.Feedback);
        Assert.Null(await due.WhyAsync(site, None));

        await LabelManyAsync(1, isViolating: false);
        Assert.StartsWith("200 violating and 200 acceptable texts", await due.WhyAsync(site, None), StringComparison.Ordinal);
        TrainingSchedule schedule = new(new SiteStore(fixture.Database), due, Runs, new TrainerBell(), fixture.Database, fixture.Clock, NullLogger<TrainingSchedule>.Instance);
        await schedule.LookAsync(None);
        await schedule.LookAsync(None);
        Assert.Equal("system", Assert.Single(await Runs.ListAsync(site, 10, None)).RequestedBy);

        fixture.Clock.Advance(TimeSpan.FromHours(1));
        await FreezeAsync(site);
        Assert.Null(await due.WhyAsync(site, None));
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        await LabelManyAsync(RetrainingDue.InAWeek, isViolating: true);
        Assert.Null(await due.WhyAsync(site, None));
        fixture.Clock.Advance(TimeSpan.FromDays(7));
        Assert.NotNull(await due.WhyAsync(site, None));

        Task LabelManyAsync(int count, bool isViolating, LabelSource source = LabelSource.Decision) => fixture.Database.RunAsync(
            async (unit, token) =>
            {
                for (int index = 0; index < count; index++)
                {
                    Label label = new() { Key = new SubmissionKey(site, new SubmissionId(Some.Id())), Source = source, IsViolating = isViolating, Actor = "moderator:1", At = fixture.Clock.GetUtcNow() };
                    await labels.SetAsync(unit, label, token);
                }
            },
            None);
    }

    [Fact]
    public async Task More_labels_than_a_page_are_all_read()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Page page = await fixture.PageAsync(site);
        Submission[] many = [.. Enumerable.Range(0, 4_500).Select(index => Some.Submission(page) with { Body = $"{Word(index)} number {index}" })];
        foreach (Submission[] slice in many.Chunk(500))
        {
            await fixture.InsertAsync(slice);
            await fixture.Database.RunAsync(
                async (unit, token) =>
                {
                    foreach (Submission submission in slice)
                    {
                        await new LabelStore(fixture.Database).SetAsync(unit, new Label { Key = submission.Key, IsViolating = true, Actor = "moderator:1", At = StoreFixture.Start }, token);
                    }
                },
                None);
        }

        Assert.Equal(4_500, (await Texts.ReadAsync(site, _ => { }, None)).Count);
    }

    // A text of its own for every number: no three words in a row are those of another.
    private static string Words(int number)
    {
        Random random = new(number);
        return string.Join(' ', Enumerable.Range(0, 9).Select(_ => Word(random.Next(TheWords.Length))));
    }

    private static string Word(int index) => TheWords[index % TheWords.Length];

    private static readonly string[] TheWords = ["bridge", "library", "bakery", "market", "tram", "garden", "choir", "pool", "tower", "harbour", "school", "council", "river", "museum", "station", "theatre", "square"];

    private async Task<(TrainingRunState State, string? Message)> EndAsync(TrainingRun run) =>
        await Runs.FindAsync(run.RunId, None) is { } found ? (found.State, found.Message) : default;

    private async Task<TrainingRun> RunAsync(SiteId site) =>
        await Train.HandleAsync((await Runs.ClaimAsync((await Runs.RequestAsync(site, Champion, None)).Run.RunId, None))!, None);

    private Task<TrainingSet> FreezeAsync(SiteId site) => Freeze.HandleAsync(site, SmallModel.Model.Sha256, Champion, _ => { }, new TrainingSetRules(), None);

    private async Task<SiteId> SiteWithLabelsAsync(int labels)
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        await AddLabelsAsync(site, labels, actors: 2);
        return site;
    }

    // This house rejects whatever is said about the windmill.
    private async Task AddLabelsAsync(SiteId site, int count, int from = 0, bool isOneClass = false, int actors = 1)
    {
        Page page = await fixture.PageAsync(site);
        for (int index = from; index < from + count; index++)
        {
            bool isRejected = !isOneClass && index % 2 == 0;
            string body = isRejected ? $"The windmill is an eyesore, says {Words(index)}" : $"We met and had tea near the {Words(index)}";
            Submission submission = Some.Submission(page, at: StoreFixture.Start.AddMinutes(index)) with { Body = body };
            await fixture.InsertAsync(submission);
            await LabelAsync(submission, isRejected, actor: $"moderator:{1 + (index % actors)}", at: StoreFixture.Start.AddHours(index));
        }
    }

    private Task LabelAsync(
        Submission submission, bool isViolating, LabelSource source = LabelSource.Decision, string actor = "moderator:1", double weight = 1, string? reason = null, DateTimeOffset? at = null)
    {
        Label label = new() { Key = submission.Key, Source = source, IsViolating = isViolating, Actor = actor, Weight = weight, Reason = reason, At = at ?? StoreFixture.Start };
        return fixture.Database.RunAsync((unit, token) => new LabelStore(fixture.Database).SetAsync(unit, label, token), None);
    }
}

public sealed class TrainingRunsOnSqlite(SqliteFixture fixture) : TrainingRunsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class TrainingRunsOnPostgres(PostgresFixture fixture) : TrainingRunsContract(fixture), IClassFixture<PostgresFixture>;
