using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Tests.Scoring;
using Moderation.TestSupport;

namespace Moderation.Tests.Storage;

/// <summary>Champions for every site and for one, the way to them and the way back.</summary>
public abstract class PromotionContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private ModelStore Models => new(fixture.Database);

    private PromotionStore Promotions => new(fixture.Database);

    private PromoteModel Promote => new(fixture.Database, Models, new ChallengerStore(fixture.Database), new AuditStore(fixture.Database), fixture.Database.Clock);

    private RollBackModel RollBack => new(fixture.Database, Models, new AuditStore(fixture.Database), fixture.Database.Clock);

    [Fact]
    public async Task A_sites_own_model_decides_for_it_and_no_other()
    {
        (SiteId gazette, SiteId herald) = ((await fixture.SiteAsync()).Id, (await fixture.SiteAsync()).Id);
        using ModelHost host = await HostAsync();
        string champion = host.ChampionVersion!;
        string own = await AddAsync(gazette, champion);

        PromotionResult promoted = await Promote.HandleAsync(new PromotionRequest { Site = gazette, Sha256 = own, Actor = "moderator:1" }, None);
        Assert.Equal(PromotionOutcome.Done, promoted.Outcome);
        Assert.Equal(champion, host.Score(gazette, Text).ModelVersion);
        await host.RefreshAsync(None);

        Assert.Equal((own, true), (host.Score(gazette, Text).ModelVersion, host.Score(gazette, Text).IsSiteModel));
        Assert.Equal((champion, false), (host.Score(herald, Text).ModelVersion, host.Score(herald, Text).IsSiteModel));
        Assert.Equal((champion, false), (host.Score(null, Text).ModelVersion, host.Score(null, Text).IsSiteModel));
        Assert.Contains(own, host.SiteVersions);
        Assert.Equal(own, (await Models.DecidingAsync(gazette, None))!.Sha256);
        Assert.Equal(champion, (await Models.DecidingAsync(herald, None))!.Sha256);
    }

    [Fact]
    public async Task One_step_back_leads_to_the_champion_before_and_at_last_to_the_model_of_every_site()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        using ModelHost host = await HostAsync();
        string everywhere = host.ChampionVersion!;
        string first = await AddAsync(site, everywhere);
        string second = await AddAsync(site, first);
        await PromoteAsync(site, first);
        await PromoteAsync(site, second);
        await host.RefreshAsync(None);
        Assert.Equal(second, host.VersionFor(site));

        PromotionResult back = await RollBack.HandleAsync(site, second, "moderator:1", "It flags too much", None);
        await host.RefreshAsync(None);
        Assert.Equal((PromotionOutcome.Done, first, first), (back.Outcome, back.Champion, host.VersionFor(site)));

        Assert.Equal(PromotionOutcome.Stale, (await RollBack.HandleAsync(site, second, "moderator:2", null, None)).Outcome);
        Assert.Equal(everywhere, (await RollBack.HandleAsync(site, first, "moderator:1", null, None)).Champion);
        await host.RefreshAsync(None);
        Assert.Equal(everywhere, host.VersionFor(site));
        Assert.Equal(PromotionOutcome.Unknown, (await RollBack.HandleAsync(site, null, "moderator:1", null, None)).Outcome);

        IReadOnlyList<Promotion> kept = await Promotions.ListAsync(site.Value, 10, None);
        Assert.Equal([(2, second, true), (1, first, true)], kept.Select(one => (one.Number, one.Sha256, one.RolledBackAt is not null)));

        // What was taken back may be promoted again, and the way back starts anew.
        await Challengers.AddAsync(Challenger(site, first, everywhere, passed: true) with { Artefact = (await Models.LoadAsync(first, None))! }, None);
        await PromoteAsync(site, first);
        Assert.Equal(3, (await Promotions.ListAsync(site.Value, 1, None)).Single().Number);
    }

    [Fact]
    public async Task The_gates_word_counts_unless_somebody_says_why_not()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        using ModelHost host = await HostAsync();
        string worse = await AddAsync(site, host.ChampionVersion!, passed: false);
        PromotionRequest request = new() { Site = site, Sha256 = worse, Actor = "moderator:1" };

        PromotionResult refused = await Promote.HandleAsync(request, None);
        Assert.Equal(PromotionOutcome.RefusedByGate, refused.Outcome);
        Assert.Equal(["Insults are found less often."], refused.Sentences);
        Assert.Equal(PromotionOutcome.Invalid, (await Promote.HandleAsync(request with { OverrideReason = " because " }, None)).Outcome);
        Assert.Null(await Models.ChampionAsync(site.Value, None));

        Assert.Equal(PromotionOutcome.Done, (await Promote.HandleAsync(request with { OverrideReason = "Insults are allowed in this house." }, None)).Outcome);
        Promotion promotion = Assert.Single(await Promotions.ListAsync(site.Value, 10, None));
        Assert.Equal((PromotionGate.Overridden, "Insults are allowed in this house."), (promotion.Gate, promotion.Reason));
        Assert.Equal(("promote_model", "overridden", "Insults are allowed in this house.", worse), await AuditedAsync(site));
    }

    [Fact]
    public async Task A_report_speaks_for_its_own_site_and_champion_only()
    {
        (SiteId gazette, SiteId herald) = ((await fixture.SiteAsync()).Id, (await fixture.SiteAsync()).Id);
        using ModelHost host = await HostAsync();
        string own = await AddAsync(gazette, host.ChampionVersion!);
        string later = await AddAsync(gazette, host.ChampionVersion!);
        string bare = await AddAsync(gazette, champion: null);

        Assert.Equal(PromotionOutcome.RefusedByGate, (await Promote.HandleAsync(new PromotionRequest { Site = herald, Sha256 = own, Actor = "moderator:1" }, None)).Outcome);
        Assert.Equal(PromotionOutcome.RefusedByGate, (await Promote.HandleAsync(new PromotionRequest { Site = null, Sha256 = own, Actor = "moderator:1" }, None)).Outcome);
        Assert.Equal(PromotionOutcome.RefusedByGate, (await Promote.HandleAsync(new PromotionRequest { Site = gazette, Sha256 = bare, Actor = "moderator:1" }, None)).Outcome);
        await PromoteAsync(gazette, own);
        PromotionResult stale = await Promote.HandleAsync(new PromotionRequest { Site = gazette, Sha256 = later, Actor = "moderator:1" }, None);
        Assert.Equal(PromotionOutcome.RefusedByGate, stale.Outcome);
        Assert.Contains("train again", stale.Sentences.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_promote_at_once_one_does()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        using ModelHost host = await HostAsync();
        string champion = host.ChampionVersion!;
        string[] challengers = [await AddAsync(site, champion), await AddAsync(site, champion), await AddAsync(site, champion)];

        PromotionResult[] results = await Task.WhenAll(challengers.Select(sha256 =>
            Task.Run(() => Promote.HandleAsync(new PromotionRequest { Site = site, Sha256 = sha256, SeenChampion = champion, Actor = "moderator:1" }, None))));

        Assert.Single(results, result => result.Outcome == PromotionOutcome.Done);
        Assert.All(results.Where(result => result.Outcome != PromotionOutcome.Done), result => Assert.True(result.Outcome is PromotionOutcome.Stale or PromotionOutcome.RefusedByGate));
        Assert.Single(await Promotions.ListAsync(site.Value, 10, None));
    }

    [Fact]
    public async Task An_artefact_with_a_flipped_bit_is_refused_and_the_old_one_goes_on()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        using ModelHost host = await HostAsync();
        string everywhere = host.ChampionVersion!;
        string good = await AddAsync(site, everywhere);
        string damaged = await AddAsync(site, good);
        await PromoteAsync(site, good);
        await host.RefreshAsync(None);
        await PromoteAsync(site, damaged);
        await FlipAsync(damaged);

        await host.RefreshAsync(None);
        Assert.Equal(good, host.Score(site, Text).ModelVersion);
        Assert.True(host.IsReplaced);

        // A process that starts now has no old one in memory: it takes the champion before.
        using ModelHost started = await HostAsync();
        Assert.Equal(good, started.Score(site, Text).ModelVersion);
        Assert.True(started.Score(site, Text).IsSiteModel);

        await RollBack.HandleAsync(site, damaged, "moderator:1", null, None);
        await host.RefreshAsync(None);
        Assert.False(host.IsReplaced);
        PromotionResult refused = await Promote.HandleAsync(new PromotionRequest { Site = site, Sha256 = damaged, OverrideReason = "I really want this one.", Actor = "moderator:1" }, None);
        Assert.Equal(PromotionOutcome.Damaged, refused.Outcome);
        Assert.Contains("were changed", refused.Sentences.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_artefacts_of_the_last_five_champions_are_kept()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        using ModelHost host = await HostAsync();
        List<string> made = [];
        string champion = host.ChampionVersion!;
        for (int i = 0; i < PromotionStore.Kept + 2; i++)
        {
            made.Add(champion = await AddAsync(site, champion));
            await PromoteAsync(site, champion);
        }

        int[] sizes = await Task.WhenAll(made.Select(async sha256 => (await Models.LoadAsync(sha256, None))!.Length));
        Assert.Equal([true, true, false, false, false, false, false], sizes.Select(size => size == 0));
        for (int i = PromotionStore.Kept - 1; i > 0; i--)
        {
            Assert.Equal(PromotionOutcome.Done, (await RollBack.HandleAsync(site, null, "moderator:1", null, None)).Outcome);
        }

        // Every other row stays: receipts name it.
        Assert.NotNull(await Challengers.FindAsync(made[0], None));
        await Models.AddAsync(ModelVariant.Of(SmallModel.Model, made.Count), made[0], "{}", "system", None);
    }

    [Fact]
    public async Task Challengers_that_nobody_promoted_are_kept_as_long_as_they_are_among_the_newest()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        using ModelHost host = await HostAsync();
        List<string> made = [];
        for (int i = 0; i < PromotionStore.ChallengersKept + 2; i++)
        {
            made.Add(await AddAsync(site, host.ChampionVersion!));
        }

        await PromoteAsync(site, made[^1]);

        int[] sizes = await Task.WhenAll(made.Select(async sha256 => (await Models.LoadAsync(sha256, None))!.Length));
        Assert.Equal([0, 1], sizes.Select((size, index) => (size, index)).Where(one => one.size == 0).Select(one => one.index));
        Assert.Equal(PromotionOutcome.Damaged, (await Promote.HandleAsync(new PromotionRequest { Site = site, Sha256 = made[0], Actor = "moderator:1" }, None)).Outcome);
    }

    private ChallengerStore Challengers => new(fixture.Database);

    private static ScoringInput Text => new() { Text = "You are an idiot" };

    private static int s_seed = 100;

    private async Task<ModelHost> HostAsync()
    {
        ModelHost host = new(Models, Promotions, new ShadowStore(fixture.Database), fixture.Database, TimeProvider.System, NullLogger<ModelHost>.Instance);
        await host.PrepareAsync(mayUpgrade: true, ShippedModel.Words, None);
        return host;
    }

    private async Task<string> AddAsync(SiteId site, string? champion, bool passed = true)
    {
        NewChallenger challenger = Challenger(site, null, champion, passed);
        await Challengers.AddAsync(challenger, None);
        return challenger.Sha256;
    }

    private static NewChallenger Challenger(SiteId site, string? known, string? champion, bool passed)
    {
        byte[] artefact = ModelVariant.Of(SmallModel.Model, Interlocked.Increment(ref s_seed));
        string sha256 = known ?? Convert.ToHexStringLower(SHA256.HashData(artefact));
        GateReport? report = champion is null ? null : new GateReport
        {
            Challenger = sha256,
            Champion = champion,
            TrainingSet = "set",
            HoldoutTexts = 100,
            Checks = [new GateCheck { Code = "category", Category = Category.Insult, Passed = passed, Sentence = "Insults are found less often." }],
        };
        return new NewChallenger { Artefact = artefact, Sha256 = sha256, Card = "{}", Site = site, Gate = report?.ToJson(), GatePassed = report?.Passed, Actor = "moderator:1" };
    }

    private async Task PromoteAsync(SiteId site, string sha256)
    {
        PromotionResult result = await Promote.HandleAsync(new PromotionRequest { Site = site, Sha256 = sha256, Actor = "moderator:1" }, None);
        Assert.True(result.Outcome == PromotionOutcome.Done, string.Join(' ', result.Sentences));
    }

    private async Task FlipAsync(string sha256)
    {
        byte[] bytes = (await Models.LoadAsync(sha256, None))!;
        bytes[bytes.Length / 2] ^= 1;
        await fixture.Database.RunAsync((unit, token) => unit.ExecuteAsync("update model set artefact = @bytes where sha256 = @sha256", new { bytes, sha256 }, token), None);
    }

    private async Task<(string?, string?, string?, string?)> AuditedAsync(SiteId site)
    {
        const string Sql = "select decision, reason, note, model_version from audit_entry where site_id = @site and kind = 'admin' order by at desc limit 1";
        AuditRow row = (await fixture.Database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<AuditRow>(Sql, new { site = site.Value }, token), None))!;
        return (row.Decision, row.Reason, row.Note, row.ModelVersion);
    }

    private sealed record AuditRow
    {
        public string? Decision { get; init; }

        public string? Reason { get; init; }

        public string? Note { get; init; }

        public string? ModelVersion { get; init; }
    }
}

public sealed class PromotionOnSqlite(SqliteFixture fixture) : PromotionContract(fixture), IClassFixture<SqliteFixture>;

public sealed class PromotionOnPostgres(PostgresFixture fixture) : PromotionContract(fixture), IClassFixture<PostgresFixture>;
