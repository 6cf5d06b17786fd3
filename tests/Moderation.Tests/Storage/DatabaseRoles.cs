using Moderation.Authors;
using Moderation.Blocks;
using Moderation.Feedback;
using Moderation.Labels;
using Moderation.Messaging;
using Moderation.Models;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Quality;
using Moderation.Retention;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Tests.Privacy;
using Moderation.Tests.Scoring;
using Moderation.TestSupport;
using Moderation.Time;
using Moderation.Training;
using Npgsql;

namespace Moderation.Tests.Storage;

/// <summary>The rights of <c>deploy/postgres/roles.sql</c>: each role of the process can do its own work and nothing else.</summary>
public sealed class DatabaseRoles(PostgresFixture store) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    /// <summary>Tables that decide what is published and who may come in: only the console, the trainer or the owner changes them.</summary>
    private static readonly string[] Governing = ["site", "site_origin", "api_key", "policy", "model", "champion", "installation", "schema_version", "moderator", "moderator_site", "moderator_recovery", "moderator_external", "console_session"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        await ExecuteAsync(store.Options.PostgresConnectionString!, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Storage", "roles.sql"), Token));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("moderation_api")]
    [InlineData("moderation_worker")]
    public async Task A_role_that_handles_submissions_changes_nothing_that_governs(string role)
    {
        foreach (string table in Governing)
        {
            foreach (string right in new[] { "insert", "update", "delete", "truncate" })
            {
                Assert.False(await MayAsync(role, table, right), $"{role} may {right} {table}.");
            }
        }
    }

    [Fact]
    public async Task The_trainer_reads_no_address()
    {
        foreach (string column in new[] { "email_sealed", "email_hash", "author_key", "network_hash", "content_hash" })
        {
            Assert.False(await ScalarAsync<bool>("select has_column_privilege('moderation_trainer', 'submission', @name, 'select')", column), $"moderation_trainer may read {column}.");
        }

        Assert.True(await ScalarAsync<bool>("select has_column_privilege('moderation_trainer', 'submission', @name, 'select')", "body"));
    }

    [Fact]
    public async Task Every_table_is_granted_to_somebody_on_purpose()
    {
        string rights = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Storage", "roles.sql"), Token);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(store.Options.PostgresConnectionString!);
        await using NpgsqlCommand command = source.CreateCommand("select table_name from information_schema.tables where table_schema = 'public'");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
        {
            string table = reader.GetString(0);
            Assert.True(System.Text.RegularExpressions.Regex.IsMatch(rights, $@"\b{table}\b"), $"deploy/postgres/roles.sql does not say who may use the table {table}.");
        }
    }

    [Theory]
    [InlineData("moderation_api")]
    [InlineData("moderation_worker")]
    [InlineData("moderation_console")]
    public async Task A_role_starts_on_a_migrated_store_and_stores_submissions(string role)
    {
        await using Database database = As(role);
        await database.MigrateAsync(Token);
        Site site = await store.SiteAsync();
        Page page = await store.PageAsync(site.Id, role);

        Submission submission = Some.Submission(page);
        IReadOnlySet<SubmissionKey> stored = await database.RunAsync((unit, token) => new SubmissionStore(database).InsertManyAsync(unit, [submission], token), Token);

        Assert.Single(stored);
        Assert.Null(await new PolicyStore(database).CurrentAsync(site.Id, Token));
        Assert.Equal(await new ModelStore(store.Database).ChampionAsync("", Token), await new ModelStore(database).ChampionAsync("", Token));
    }

    [Fact]
    public async Task The_console_promotes_and_the_worker_scores_again_counts_shadows_and_draws()
    {
        Site site = await store.SiteAsync();
        Page page = await store.PageAsync(site.Id);
        ModelStore models = new(store.Database);
        foreach (int number in new[] { 71, 72 })
        {
            await models.AddAsync(ModelVariant.Of(SmallModel.Model, number), Model.Load(ModelVariant.Of(SmallModel.Model, number)).Sha256, "{}", "moderator:1", Token);
        }

        string[] made = [.. (await models.ListAsync(2, Token)).Select(model => model.Sha256)];
        await models.PromoteAsync("", made[0], "system", Token);
        await using Database console = As("moderation_console");
        AuditStore audit = new(console);
        ModelStore consoleModels = new(console);
        PromotionResult promoted = await new PromoteModel(console, consoleModels, new ChallengerStore(console), audit, console.Clock)
            .HandleAsync(new PromotionRequest { Site = site.Id, Sha256 = made[1], OverrideReason = "To try the rights of the console", Actor = "moderator:1" }, Token);
        Assert.Equal(PromotionOutcome.Done, promoted.Outcome);
        PromotionResult shadow = await new StartShadow(console, consoleModels, new ChallengerStore(console), audit, console.Clock).HandleAsync(site.Id, made[0], "moderator:1", Token);
        Assert.Equal(PromotionOutcome.Done, shadow.Outcome);

        await using Database worker = As("moderation_worker");
        PromotionStore promotions = new(worker);
        Promotion claimed = (await promotions.ClaimRescoringAsync(store.Database.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), Token)).Single(one => one.Scope == site.Id.Value);
        Submission waiting = Some.Submission(page, SubmissionState.Flagged) with { Verdict = Moderation.Policies.Verdict.Flag, ModelVersion = made[0], PolicyVersion = 0, ReasonsJson = "[]", Scores = new Scores() };
        await store.InsertAsync(waiting);
        await worker.RunAsync((unit, token) => new FlaggedSubmissions(worker).RescoreAsync(unit, [Some.Verdict(waiting, SubmissionState.Flagged)], token), Token);
        await promotions.RescoredAsync(claimed, StoreFixture.Start, Token);
        ShadowStore shadows = new(worker);
        Guid running = (await shadows.LastAsync(site.Id, Token))!.ShadowId;
        await shadows.AddAsync(
            [new ShadowTally { ShadowId = running, Champion = "flag", Challenger = "approve", Submissions = 1 }],
            [new ShadowDifference { ShadowId = running, SubmissionId = waiting.Key.Id.Value, ChampionVerdict = "flag", ChallengerVerdict = "approve", ChampionCodes = "insult", ChallengerCodes = "", At = StoreFixture.Start }],
            Token);
        BlindItem item = new() { Key = waiting.Key, Day = "2026-11-22", Part = BlindPart.Stopped, Weight = 1, ModelVersion = made[0], DrawnAt = StoreFixture.Start };
        Assert.True(await new BlindStore(worker).AddAsync(new BlindDay { Site = site.Id, Day = item.Day, Near = 0, Far = 0, Stopped = 1, DrawnAt = StoreFixture.Start }, [item], Token));

        Assert.Equal(1, (await new ShadowReader(new ShadowStore(console)).LastAsync(site.Id, 10, Token))!.Submissions);
        Assert.True(await console.RunAsync((unit, token) => new BlindStore(console).AnswerAsync(unit, item.Key, BlindAnswer.Unsure, null, "moderator:1", StoreFixture.Start, token), Token));
        Assert.True(await new StopShadow(console, new ShadowStore(console), audit, console.Clock).HandleAsync(site.Id, "moderator:1", Token));
        Assert.Equal(PromotionOutcome.Done, (await new RollBackModel(console, consoleModels, audit, console.Clock).HandleAsync(site.Id, null, "moderator:1", null, Token)).Outcome);
    }

    [Fact]
    public async Task The_worker_claims_sends_and_marks_events()
    {
        await using Database database = As("moderation_worker");
        OutboxStore outbox = new(database);
        Site site = await store.SiteAsync();
        DateTimeOffset now = database.Clock.UtcNowMicros();
        OutboxEvent one = new()
        {
            EventId = Guid.CreateVersion7(now),
            Key = new SubmissionKey(site.Id, new SubmissionId(Guid.CreateVersion7(now))),
            Version = 1,
            RoutingKey = $"{site.Id}.approved",
            Payload = "{}",
            OccurredAt = now,
            EffectiveAt = now,
        };
        await database.RunAsync((unit, token) => outbox.AppendManyAsync(unit, [one], token), Token);

        IReadOnlyList<OutboxEvent> sent = await database.RunAsync(
            async (unit, token) =>
            {
                IReadOnlyList<OutboxEvent> due = await outbox.ClaimDueAsync(unit, now, 100, token);
                await outbox.MarkSentAsync(unit, due, now, token);
                return due;
            },
            Token);

        Assert.Contains(one.EventId, sent.Select(found => found.EventId));
        Assert.Empty(await outbox.ListDueAsync(now, 100, Token));
    }

    [Fact]
    public async Task The_worker_removes_tests_and_the_api_blocks()
    {
        Site site = await store.SiteAsync();
        Page page = await store.PageAsync(site.Id);
        await store.InsertAsync(Some.Submission(page) with { IsTest = true });
        await using Database worker = As("moderation_worker");
        Assert.Equal(1, await new TestSubmissions(worker).RemoveAsync(StoreFixture.Start.AddDays(1), 1, Token));

        await using Database api = As("moderation_api");
        Block block = new() { BlockId = Some.Id(), Site = site.Id, Kind = BlockKind.Name, Action = Moderation.Policies.Verdict.Flag, MatchHash = Some.Hash("ned"), CreatedAt = StoreFixture.Start, CreatedBy = "site" };
        await api.RunAsync((unit, token) => new BlockStore(api).AddAsync(unit, block, token), Token);
        Assert.NotNull(await api.RunAsync((unit, token) => new BlockStore(api).LiftAsync(unit, site.Id, block.BlockId, StoreFixture.Start, token), Token));
        Assert.Equal(new BlockStamp { Made = 1, Lifted = 1 }, await new BlockStore(worker).StampAsync(site.Id, Token));
        Assert.Empty(await new IdentityKeyStore(worker).ListAsync(site.Id, Token));
        await using Database trainer = As("moderation_trainer");
        Assert.True(Database.IsNotAllowed(await Assert.ThrowsAnyAsync<Exception>(() => new IdentityKeyStore(trainer).ListAsync(site.Id, Token))));
        Assert.True(Database.IsNotAllowed(await Assert.ThrowsAnyAsync<Exception>(() => new BlockStore(trainer).StampAsync(site.Id, Token))));
    }

    [Fact]
    public async Task The_worker_keeps_the_retention_times()
    {
        Page page = await store.PageAsync((await store.SiteAsync()).Id, "retention");
        Submission spam = Some.Submission(page, SubmissionState.Rejected, at: StoreFixture.Start.AddYears(-3)) with
        {
            Scores = new Scores { Spam = 0.9 },
            EmailSealed = [1],
            EmailHash = Some.Hash("retention"),
            AuthorKey = Some.Hash("retention"),
            NetworkHash = Some.Hash("retention"),
        };
        await store.InsertAsync(spam);
        await store.Database.RunAsync(
            async (unit, token) =>
            {
                await new LabelStore(store.Database).SetAsync(unit, new Label { Key = spam.Key, IsViolating = true, Actor = "moderator:1", At = StoreFixture.Start }, token);
                await new AuditStore(store.Database).AppendManyAsync(
                    unit,
                    [.. new[] { -7, -30 }.Select(months => new AuditEntry { EntryId = Some.Id(), Site = page.Site, SubmissionId = spam.Key.Id, Kind = AuditKind.Decision, Actor = $"moderator:{Some.Id():D}", At = StoreFixture.Start.AddMonths(months) })],
                    token);
            },
            Token);
        await using Database worker = As("moderation_worker");
        KeepRetention keep = new(worker, new RetentionWalks(worker), new RetentionStore(worker), new RetentionTrail(worker, SomeKeyRing.New()), new RetentionAudit(worker), new RetentionRunStore(worker), new LabelledTexts(worker), new FeedbackStore(worker), store.Clock);

        IReadOnlyDictionary<string, int> counts = (await keep.HandleAsync(Token))!;

        Assert.All(new[] { "texts", "addresses", "networks", "author_keys", "audit_entries", "moderator_names" }, what => Assert.True(counts[what] >= 1, what));
        foreach (string role in new[] { "moderation_api", "moderation_console", "moderation_trainer" })
        {
            await using Database other = As(role);
            Assert.NotNull(await new RetentionRunStore(other).LastAsync(Token));
        }
    }

    [Fact]
    public async Task What_a_role_may_not_do_fails_as_not_allowed()
    {
        await using Database database = As("moderation_api");
        Site site = await store.SiteAsync();

        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => new PolicyStore(database).AddVersionAsync(site.Id, "{}", 0, "moderator:1", Token));

        Assert.True(Database.IsNotAllowed(refused));
        Assert.False(database.IsTransient(refused));
    }

    [Fact]
    public async Task A_role_that_may_not_migrate_says_so()
    {
        string owner = store.Options.PostgresConnectionString!;
        await using PostgresDatabase behind = await PostgresDatabase.CreateAsync(owner, null, Token);
        await using Database database = new(new StorageOptions { PostgresConnectionString = With(behind.ConnectionString, "moderation_api") });

        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => database.MigrateAsync(Token));

        Assert.True(Database.IsNotAllowed(refused));
    }

    private static string With(string connectionString, string role) => new NpgsqlConnectionStringBuilder(connectionString) { Options = $"-c role={role}" }.ConnectionString;

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private Database As(string role) => new(new StorageOptions { PostgresConnectionString = With(store.Options.PostgresConnectionString!, role) });

    private Task<bool> MayAsync(string role, string table, string right) =>
        ScalarAsync<bool>($"select has_table_privilege('{role}', @name, '{right}')", table);

    private async Task<T> ScalarAsync<T>(string sql, string name)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(store.Options.PostgresConnectionString!);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        command.Parameters.AddWithValue("name", name);
        return (T)(await command.ExecuteScalarAsync(Token))!;
    }
}
