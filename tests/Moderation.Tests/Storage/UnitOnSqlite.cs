using Microsoft.Data.Sqlite;
using Moderation.Storage;

namespace Moderation.Tests.Storage;

/// <summary>What is promised of the embedded store beyond what both engines promise.</summary>
public sealed class UnitOnSqlite(SqliteFixture fixture) : UnitContract(fixture), IClassFixture<SqliteFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly StoreFixture fixture = fixture;

    [Fact]
    public async Task A_transaction_that_writes_is_immediate()
    {
        await fixture.Database.RunAsync(
            async (_, _) =>
            {
                // Nothing was written yet; a deferred transaction would let another writer in here.
                await using SqliteConnection other = new($"Data Source={fixture.Options.DatabasePath};Default Timeout=1;Pooling=False");
                await other.OpenAsync(None);
                SqliteCommand begin = other.CreateCommand();
                begin.CommandText = "begin immediate";
                SqliteException refused = await Assert.ThrowsAsync<SqliteException>(() => begin.ExecuteNonQueryAsync(None));
                Assert.True(fixture.Database.IsTransient(refused));
            },
            None);
    }

    [Fact]
    public async Task Every_connection_has_its_settings()
    {
        await using Database fresh = new(fixture.Options);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("wal", await SettingAsync<string>(fresh, "journal_mode"));
            Assert.Equal(2, await SettingAsync<long>(fresh, "synchronous"));
            Assert.Equal(1, await SettingAsync<long>(fresh, "foreign_keys"));
            Assert.True(await SettingAsync<long>(fresh, "busy_timeout") > 0);
        }
    }

    [Fact]
    public async Task Directory_and_files_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string parent = Directory.CreateTempSubdirectory("moderation-test").FullName;
        StorageOptions options = new() { DataDirectory = Path.Combine(parent, "deep", "data") };
        await using (Database database = new(options))
        {
            await database.MigrateAsync(None);
            await new InstallationStore(database).SetIfAbsentAsync("name", "value", None);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(options.DataDirectory));
            string[] files = Directory.GetFiles(options.DataDirectory);
            Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
            foreach (string file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        Directory.Delete(parent, recursive: true);
    }

    [Theory]
    [InlineData(":memory:")]
    [InlineData("file::memory:?cache=shared")]
    [InlineData(" ")]
    public void A_store_in_memory_is_refused_with_a_sentence(string directory)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new Database(new StorageOptions { DataDirectory = directory }));
        Assert.Contains("directory on disk", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_transient_and_not_reachable()
    {
        string parent = Directory.CreateTempSubdirectory("moderation-test").FullName;

        // A directory where the file should be: fails for every user, root too.
        StorageOptions options = new() { DataDirectory = parent };
        Directory.CreateDirectory(options.DatabasePath);
        await using (Database away = new(options))
        {
            Exception fault = await Assert.ThrowsAnyAsync<Exception>(() => away.RunAsync((_, _) => Task.FromResult(1), None));
            Assert.True(away.IsTransient(fault), fault.ToString());
            Assert.False(await away.IsReachableAsync(None));
        }

        Directory.Delete(parent, recursive: true);
    }

    [Fact]
    public async Task A_writer_that_fails_to_begin_gives_its_turn_back()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Database.RunAsync((_, _) => Task.FromResult(1), cancelled.Token));
        Assert.Equal(1, await fixture.Database.RunAsync((_, _) => Task.FromResult(1), None));
    }

    private static Task<T?> SettingAsync<T>(Database database, string name) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<T>($"pragma {name}", null, token), None);
}
