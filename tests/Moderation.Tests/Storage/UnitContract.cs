using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>A unit of work happens once and whole, or not at all.</summary>
public abstract class UnitContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private Database Database => fixture.Database;

    [Fact]
    public async Task A_unit_that_throws_changes_nothing()
    {
        Submission submission = Some.Submission(await fixture.PageAsync((await fixture.SiteAsync()).Id));
        SubmissionStore submissions = new(Database);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.RunAsync(
            async (unit, token) =>
            {
                Assert.Single(await submissions.InsertManyAsync(unit, [submission], token));
                throw new InvalidOperationException("after the insert");
            },
            None));
        Assert.Null(await submissions.FindAsync(submission.Key, None));
    }

    [Fact]
    public async Task A_unit_that_is_cancelled_changes_nothing()
    {
        using CancellationTokenSource source = new();
        Submission submission = Some.Submission(await fixture.PageAsync((await fixture.SiteAsync()).Id));
        SubmissionStore submissions = new(Database);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Database.RunAsync(
            async (unit, token) =>
            {
                await submissions.InsertManyAsync(unit, [submission], token);
                await source.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            source.Token));
        Assert.Null(await submissions.FindAsync(submission.Key, None));
    }

    [Fact]
    public async Task Read_then_write_by_many_loses_nothing()
    {
        const int Writers = 8;
        const int Times = 50;
        string name = $"counter-{Some.Id()}";
        await new InstallationStore(Database).SetIfAbsentAsync(name, "0", None);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < Times; i++)
            {
                while (!await IncrementAsync(name))
                {
                    // Another writer was faster; expected states make that visible.
                }
            }
        })));
        Assert.Equal($"{Writers * Times}", await new InstallationStore(Database).GetAsync(name, None));
    }

    [Fact]
    public async Task A_lost_race_for_a_key_repeats_the_unit_once()
    {
        string name = $"unique-{Some.Id()}";
        await new InstallationStore(Database).SetIfAbsentAsync(name, "first", None);
        int runs = 0;
        string? found = await Database.RunAsync(
            async (unit, token) =>
            {
                if (++runs == 1)
                {
                    await unit.ExecuteAsync("insert into installation (name, value) values (@name, 'second')", new { name }, token);
                }

                return await unit.QuerySingleOrDefaultAsync<string>("select value from installation where name = @name", new { name }, token);
            },
            None);
        Assert.Equal((2, "first"), (runs, found));
    }

    [Fact]
    public async Task A_unique_violation_is_told_from_other_mistakes()
    {
        string name = $"told-{Some.Id()}";
        await new InstallationStore(Database).SetIfAbsentAsync(name, "first", None);
        Exception primaryKey = await FailAsync("insert into installation (name, value) values (@name, 'x')", new { name });
        Assert.True(Database.Dialect.IsUniqueViolation(primaryKey));
        Assert.False(Database.IsTransient(primaryKey));

        byte[] hash = Some.Hash(name);
        const string AddSite = "insert into site (site_id, name, public_key_salt, public_key_hash, created_at) values (@id, 'n', 's', @hash, @at)";
        await Database.RunAsync((unit, token) => unit.ExecuteAsync(AddSite, new { id = Some.Id().ToString(), hash, at = StoreFixture.Start }, token), None);
        Assert.True(Database.Dialect.IsUniqueViolation(await FailAsync(AddSite, new { id = Some.Id().ToString(), hash, at = StoreFixture.Start })));

        Exception check = await FailAsync("update page set mode = 'ajar' where page_id = @id", new { id = (await fixture.PageAsync((await fixture.SiteAsync()).Id)).PageId });
        Assert.False(Database.Dialect.IsUniqueViolation(check));
        Assert.False(Database.IsTransient(check));
        Exception foreignKey = await FailAsync("insert into site_origin (site_id, origin) values ('nobody', 'x')", null);
        Assert.False(Database.Dialect.IsUniqueViolation(foreignKey));
        Assert.False(Database.IsTransient(await FailAsync("select nonsense", null)));
    }

    [Fact]
    public async Task The_lock_of_migrations_is_held_by_one_at_a_time()
    {
        await using Database other = new(fixture.Options);
        await using (await Database.Dialect.LockMigrationsAsync(None))
        {
            // It would wait for ever; a lock that does not hold is there before the time is over.
            using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(300));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other.Dialect.LockMigrationsAsync(patience.Token));
        }

        await using IAsyncDisposable held = await other.Dialect.LockMigrationsAsync(None);
    }

    [Fact]
    public async Task A_reachable_store_says_so() => Assert.True(await Database.IsReachableAsync(None));

    [Fact]
    public async Task Ids_and_times_stand_in_the_store_as_the_table_of_types_says()
    {
        Guid id = Guid.Parse("ABCDEF01-2345-6789-abcd-ef0123456789");
        DateTimeOffset time = new DateTimeOffset(2026, 11, 23, 12, 15, 0, TimeSpan.FromHours(2)).AddTicks(1_234_567);
        var arguments = new { id, time };
        string text = Assert.Single(await Database.ReadAsync((unit, token) => unit.QueryAsync<string>("select cast(@id as text) || ' ' || cast(@time as text)", arguments, token), None));
        Assert.Equal(fixture is SqliteFixture ? "abcdef01-2345-6789-abcd-ef0123456789 2026-11-23T10:15:00.123456Z" : "abcdef01-2345-6789-abcd-ef0123456789 2026-11-23 10:15:00.123456+00", text);
    }

    private Task<Exception> FailAsync(string sql, object? arguments) =>
        Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Database.RunAsync((unit, token) => unit.ExecuteAsync(sql, arguments, token), None))
            .ContinueWith(task => (Exception)task.GetAwaiter().GetResult(), TaskScheduler.Default);

    private Task<bool> IncrementAsync(string name) => Database.RunAsync(
        async (unit, token) =>
        {
            string before = (await unit.QuerySingleOrDefaultAsync<string>("select value from installation where name = @name", new { name }, token))!;
            string after = $"{int.Parse(before, System.Globalization.CultureInfo.InvariantCulture) + 1}";
            return await unit.ExecuteAsync("update installation set value = @after where name = @name and value = @before", new { name, before, after }, token) == 1;
        },
        None);
}

public sealed class UnitOnPostgres(PostgresFixture fixture) : UnitContract(fixture), IClassFixture<PostgresFixture>
{
    private readonly StoreFixture fixture = fixture;

    [Fact]
    public async Task A_unit_whose_connection_is_cut_is_repeated()
    {
        int runs = 0;
        bool isDone = await fixture.Database.RunAsync(
            async (unit, token) =>
            {
                if (++runs == 1)
                {
                    // Every session of this database but the one that says so: this unit's among them.
                    await fixture.Database.ReadAsync(
                        (other, inner) => other.QueryAsync<bool>("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", null, inner), token);
                }

                return await unit.QuerySingleOrDefaultAsync<bool>("select true", null, token);
            },
            CancellationToken.None);
        Assert.True(isDone);
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task A_server_that_is_away_is_transient_and_not_reachable()
    {
        await using Database away = new(new StorageOptions { PostgresConnectionString = "Host=/nonexistent;Username=x;Database=x;Timeout=2" });
        Assert.False(await away.IsReachableAsync(CancellationToken.None));
        Exception fault = await Assert.ThrowsAnyAsync<Exception>(() => away.RunAsync((_, _) => Task.FromResult(1), CancellationToken.None));
        Assert.True(away.IsTransient(fault));
        Assert.True(away.IsTransient(new InvalidOperationException("wrapped", fault)));
    }

    [Fact]
    public async Task What_the_operator_wrote_in_the_connection_string_goes_first()
    {
        string connectionString = $"{fixture.Options.PostgresConnectionString};Application Name=from-the-operator;Options=-c statement_timeout=1234";
        await using Database database = new(new StorageOptions { PostgresConnectionString = connectionString, ApplicationName = "ours" });
        Assert.Equal("from-the-operator", await SettingAsync(database, "application_name"));
        Assert.Equal("1234ms", await SettingAsync(database, "statement_timeout"));
        Assert.Equal("moderation-test", await SettingAsync(fixture.Database, "application_name"));
        Assert.Equal("30s", await SettingAsync(fixture.Database, "statement_timeout"));
        Assert.Equal("on", await SettingAsync(fixture.Database, "synchronous_commit"));
    }

    private static Task<string?> SettingAsync(Database database, string name) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<string>("select current_setting(@name)", new { name }, token), CancellationToken.None);
}
