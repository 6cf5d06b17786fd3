using Moderation.Messaging;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Policies, models, the installation, dead letters and the audit trail.</summary>
public abstract class RegistryContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_policy_gets_a_new_version_only_from_the_one_its_writer_saw()
    {
        PolicyStore policies = new(fixture.Database);
        SiteId site = (await fixture.SiteAsync()).Id;
        Assert.Null(await policies.CurrentAsync(site, None));
        Assert.True(await policies.AddVersionAsync(site, """{"maxLinks":2}""", 0, "system", None));
        Assert.False(await policies.AddVersionAsync(site, """{"maxLinks":3}""", 0, "moderator:1", None));
        Assert.True(await policies.AddVersionAsync(site, """{"maxLinks":4}""", 1, "moderator:1", None));

        PolicyDocument? current = await policies.CurrentAsync(site, None);
        Assert.Equal(new PolicyDocument { Version = 2, Document = """{"maxLinks":4}""", CreatedAt = StoreFixture.Start, CreatedBy = "moderator:1" }, current);
        Assert.Equal("""{"maxLinks":2}""", (await policies.FindAsync(site, 1, None))?.Document);
        Assert.Null(await policies.FindAsync(site, 3, None));
    }

    [Fact]
    public async Task Of_many_who_write_the_next_version_one_does()
    {
        PolicyStore policies = new(fixture.Database);
        SiteId site = (await fixture.SiteAsync()).Id;
        bool[] added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => policies.AddVersionAsync(site, "{}", 0, $"moderator:{i}", None))));
        Assert.Single(added, isAdded => isAdded);
    }

    [Fact]
    public async Task A_model_keeps_its_bytes_and_its_number()
    {
        ModelStore models = new(fixture.Database);
        byte[] artefact = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31))];
        int number = await models.AddAsync(artefact, "aa", """{"seed":1}""", "system", None);
        Assert.Equal(number, await models.AddAsync(artefact, "aa", """{"seed":2}""", "moderator:1", None));
        Assert.Equal(number + 1, await models.AddAsync([1], "ab", "{}", "system", None));
        Assert.Equal(artefact, await models.LoadAsync("aa", None));
        Assert.Null(await models.LoadAsync("none", None));
        ModelRow listed = (await models.ListAsync(10, None)).Single(row => row.Sha256 == "aa");
        Assert.Equal(new ModelRow { Sha256 = "aa", Number = number, Card = """{"seed":1}""", CreatedAt = StoreFixture.Start, CreatedBy = "system" }, listed);
        Assert.Equal("ab", (await models.ListAsync(1, None)).Single().Sha256);
    }

    [Fact]
    public async Task Models_registered_at_once_get_numbers_of_their_own()
    {
        ModelStore models = new(fixture.Database);
        int[] numbers = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(() => models.AddAsync([(byte)i], $"race-{i}", "{}", "system", None))));
        Assert.Equal(2, numbers.Distinct().Count());
    }

    [Fact]
    public async Task Promotion_remembers_the_champion_before()
    {
        ModelStore models = new(fixture.Database);
        int first = await models.AddAsync([1], "c1", "{}", "system", None);
        int second = await models.AddAsync([2], "c2", "{}", "system", None);
        Assert.Null(await models.ChampionAsync("scope", None));
        Assert.True(await models.PromoteAsync("scope", "c1", "system", None));
        Assert.Equal(new ChampionRow { Sha256 = "c1", Number = first, PromotedAt = StoreFixture.Start, PromotedBy = "system" }, await models.ChampionAsync("scope", None));
        Assert.True(await models.PromoteAsync("scope", "c2", "moderator:1", None));
        Assert.False(await models.PromoteAsync("scope", "c2", "moderator:2", None));
        Assert.Equal(
            new ChampionRow { Sha256 = "c2", Number = second, PreviousSha256 = "c1", PromotedAt = StoreFixture.Start, PromotedBy = "moderator:1" },
            await models.ChampionAsync("scope", None));
        Assert.Null(await models.ChampionAsync("another", None));
    }

    [Fact]
    public async Task A_model_that_is_not_registered_is_not_promoted()
    {
        ModelStore models = new(fixture.Database);
        Exception refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => models.PromoteAsync("missing", "not-there", "system", None));
        Assert.False(fixture.Database.IsTransient(refused));
        Assert.Null(await models.ChampionAsync("missing", None));
    }

    [Fact]
    public async Task The_first_value_of_the_installation_stands()
    {
        InstallationStore installation = new(fixture.Database);
        Assert.Null(await installation.GetAsync("ring", None));
        string[] standing = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => installation.SetIfAbsentAsync("ring", $"value-{i}", None))));
        Assert.Equal(await installation.GetAsync("ring", None), Assert.Single(standing.Distinct()));
    }

    [Fact]
    public async Task Dead_letters_wait_until_they_are_sent_in_again()
    {
        DeadLetterStore letters = new(fixture.Database);
        DeadLetter full = new()
        {
            DeadLetterId = Some.Id(),
            Site = SiteId.Parse("gazette"),
            SubmissionId = new SubmissionId(Some.Id()),
            Source = "http",
            Reason = "unreadable",
            Detail = "not JSON",
            PayloadSealed = [1, 2, 3],
            CreatedAt = StoreFixture.Start,
        };
        DeadLetter bare = new() { DeadLetterId = Some.Id(), Source = "queue", Reason = "unknown_site", CreatedAt = StoreFixture.Start };
        await letters.AddAsync(full, None);
        await letters.AddAsync(bare, None);
        await letters.AddAsync(bare with { Reason = "changed" }, None);
        IReadOnlyList<DeadLetter> waiting = await letters.ListAsync(null, 10, None);
        Assert.Equivalent(new[] { full, bare }, waiting, strict: true);
        Assert.Equal(bare.DeadLetterId, Assert.Single(await letters.ListAsync(waiting[0], 10, None)).DeadLetterId);

        Assert.Equal(full.DeadLetterId, Assert.Single(await letters.ListAsync(new LetterFilter { Site = "gazette" }, null, 10, None)).DeadLetterId);
        Assert.Equal(bare.DeadLetterId, Assert.Single(await letters.ListAsync(new LetterFilter { Code = "unknown_site" }, null, 10, None)).DeadLetterId);
        Assert.Empty(await letters.ListAsync(new LetterFilter { Site = "gazette", Code = "unknown_site" }, null, 10, None));
        await letters.AddAsync(full with { DeadLetterId = Some.Id(), Reason = "once more" }, None);
        Assert.Equal(2, await letters.CountWaitingAsync(None));

        Assert.True(await letters.MarkRedrivenAsync(full.DeadLetterId, StoreFixture.Start.AddDays(1), None));
        Assert.False(await letters.MarkRedrivenAsync(full.DeadLetterId, StoreFixture.Start.AddDays(2), None));
        Assert.Equal([bare.DeadLetterId], (await letters.ListAsync(null, 10, None)).Select(letter => letter.DeadLetterId));
        DeadLetter next = full with { DeadLetterId = Some.Id() };
        await letters.AddAsync(next, None);
        Assert.Equal([next.DeadLetterId], (await letters.ListAsync(new LetterFilter { Site = "gazette" }, null, 10, None)).Select(letter => letter.DeadLetterId));
    }

    [Fact]
    public async Task The_audit_trail_comes_back_whole_and_in_the_order_of_time()
    {
        AuditStore audit = new(fixture.Database);
        SubmissionKey key = new((await fixture.SiteAsync()).Id, new SubmissionId(Some.Id()));
        AuditEntry full = new()
        {
            EntryId = Some.Id(),
            Site = key.Site,
            SubmissionId = key.Id,
            Version = 2,
            Kind = AuditKind.Decision,
            Actor = "moderator:1",
            FromState = SubmissionState.Flagged,
            ToState = SubmissionState.Approved,
            Verdict = Verdict.Flag,
            Decision = "approve",
            Reason = "fine",
            Note = "a joke 😀",
            ReasonsJson = "[]",
            ScoresJson = "{}",
            ModelVersion = "m",
            PolicyVersion = 3,
            At = StoreFixture.Start.AddMicroseconds(1),
        };
        AuditEntry bare = new() { EntryId = Some.Id(), Site = key.Site, SubmissionId = key.Id, Kind = AuditKind.Withdrawal, Actor = "author", At = StoreFixture.Start };
        AuditEntry installation = new() { EntryId = Some.Id(), Kind = AuditKind.Admin, Actor = "system", At = StoreFixture.Start };
        await AppendAsync(full, bare, installation);
        await AppendAsync(full with { Note = "changed" });
        Assert.Equal([bare, full], await audit.ListAsync(key, None));

        Task AppendAsync(params AuditEntry[] entries) => fixture.Database.RunAsync((unit, token) => audit.AppendManyAsync(unit, entries, token), None);
    }
}

public sealed class RegistryOnSqlite(SqliteFixture fixture) : RegistryContract(fixture), IClassFixture<SqliteFixture>;

public sealed class RegistryOnPostgres(PostgresFixture fixture) : RegistryContract(fixture), IClassFixture<PostgresFixture>;
