using Moderation.Labels;
using Moderation.Models;
using Moderation.Review;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>What people say about texts: whose word counts, what is counted, and that nothing is left after an erasure; and challengers with their reports.</summary>
public abstract class LabelStoreContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private LabelStore Labels => new(fixture.Database);

    [Fact]
    public async Task The_word_of_the_house_goes_before_that_of_others()
    {
        SubmissionKey key = await KeyAsync();
        await SetAsync(new Label { Key = key, Source = LabelSource.Feedback, IsViolating = true, Reason = "spam", Actor = "key:1", Weight = Label.UnconfirmedWeight, At = StoreFixture.Start.AddDays(1) });
        Assert.Equal(LabelSource.Feedback, (await Labels.FindAsync(key, None))!.Source);

        Label decision = new() { Key = key, IsViolating = false, Actor = "moderator:1", At = StoreFixture.Start };
        await SetAsync(decision);
        Assert.Equal(decision, await Labels.FindAsync(key, None));
        Assert.Equal(2, (await Labels.ListAsync(key, None)).Count);

        await fixture.Database.RunAsync((unit, token) => Labels.ForgetAsync(unit, key, LabelSource.Decision, token), None);
        Assert.Equal(0.3, (await Labels.FindAsync(key, None))!.Weight);
    }

    [Fact]
    public async Task Labels_are_counted_by_source_and_class_since_a_time()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        for (int index = 0; index < 6; index++)
        {
            await SetAsync(new Label { Key = new SubmissionKey(site, new SubmissionId(Some.Id())), IsViolating = index % 3 == 0, Actor = "moderator:1", At = StoreFixture.Start.AddHours(index) });
        }

        Assert.Equal(
            [new LabelCount(LabelSource.Decision, false, 2), new LabelCount(LabelSource.Decision, true, 1)],
            await Labels.CountAsync(site, StoreFixture.Start.AddHours(2), None));
    }

    [Fact]
    public async Task An_erasure_leaves_no_label_and_no_text()
    {
        SubmissionKey key = await KeyAsync();
        await SetAsync(new Label { Key = key, IsViolating = true, Actor = "moderator:1", At = StoreFixture.Start });
        await fixture.Database.RunAsync(
            (unit, token) => unit.ExecuteAsync("insert into training_text (site_id, submission_id, body) values (@site, @id, 'words')", new { site = key.Site.Value, id = key.Id.Value }, token), None);

        await fixture.Database.RunAsync((unit, token) => LabelStore.EraseAsync(unit, key, token), None);

        Assert.Null(await Labels.FindAsync(key, None));
        Assert.Empty(await fixture.Database.ReadAsync((unit, token) => unit.QueryAsync<string>("select body from training_text where site_id = @site", new { site = key.Site.Value }, token), None));
    }

    [Fact]
    public async Task A_weight_is_above_nothing_and_at_most_one()
    {
        SubmissionKey key = await KeyAsync();
        Label label = new() { Key = key, IsViolating = true, Actor = "moderator:1", At = StoreFixture.Start };
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SetAsync(label with { Weight = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SetAsync(label with { Weight = 1.5 }));
    }

    [Fact]
    public async Task A_challenger_keeps_its_report_and_gets_a_new_one_when_it_is_measured_again()
    {
        ChallengerStore challengers = new(fixture.Database);
        SiteId site = (await fixture.SiteAsync()).Id;
        NewChallenger made = new() { Artefact = [1, 2, 3], Sha256 = $"sha-{site}", Card = "{}", Site = site, Report = "{}", Gate = """{"n":1}""", GatePassed = false, Actor = "moderator:1" };
        int number = await challengers.AddAsync(made, None);
        Assert.Equal(number, await challengers.AddAsync(made with { Gate = """{"n":2}""", GatePassed = true }, None));

        ChallengerRow found = (await challengers.FindAsync(made.Sha256, None))!;
        Assert.Equal((number, site.Value, """{"n":2}""", true), (found.Number, found.SiteId, found.Gate, found.GatePassed));
        Assert.Contains(found, await challengers.ListAsync(site, 10, None));
        Assert.DoesNotContain(found, await challengers.ListAsync((await fixture.SiteAsync()).Id, 10, None));
        Assert.Contains(found, await challengers.ListAsync(null, 10, None));
    }

    private async Task<SubmissionKey> KeyAsync() => new((await fixture.SiteAsync()).Id, new SubmissionId(Some.Id()));

    private Task SetAsync(Label label) => fixture.Database.RunAsync((unit, token) => Labels.SetAsync(unit, label, token), None);
}

public sealed class LabelStoreOnSqlite(SqliteFixture fixture) : LabelStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class LabelStoreOnPostgres(PostgresFixture fixture) : LabelStoreContract(fixture), IClassFixture<PostgresFixture>;

/// <summary>What a reason says about a text.</summary>
public sealed class ReasonsOfLabels
{
    [Fact]
    public void Every_reason_that_moderators_are_offered_says_what_it_teaches() =>
        Assert.Equal(DecisionReason.All.Select(reason => reason.Code).Order(), LabelReasons.Codes.Order());

    [Theory]
    [InlineData("misinformation")]
    [InlineData("irrelevant")]
    [InlineData("other")]
    [InlineData("a_code_of_some_program")]
    public void What_is_not_about_the_text_labels_nothing(string code) => Assert.False(LabelReasons.IsLabel(code));

    [Fact]
    public void A_decision_without_a_reason_labels_and_names_no_category()
    {
        Assert.True(LabelReasons.IsLabel(null));
        Assert.Empty(LabelReasons.Violated(null));
        Assert.Equal([Category.Toxicity, Category.IdentityAttack], LabelReasons.Violated("hate"));
    }
}
