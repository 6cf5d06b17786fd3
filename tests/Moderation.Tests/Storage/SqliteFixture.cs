using Moderation.Storage;

namespace Moderation.Tests.Storage;

/// <summary>A copy of a file that is migrated once for the whole run.</summary>
public sealed class SqliteFixture : StoreFixture
{
    private static readonly Lazy<Task<string>> Template = new(MigrateAsync);

    private readonly string directory = Directory.CreateTempSubdirectory("moderation-test").FullName;

    internal override StorageOptions Options => new() { DataDirectory = directory };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    protected override async Task CreateAsync() => File.Copy(await Template.Value, Options.DatabasePath);

    private static async Task<string> MigrateAsync()
    {
        StorageOptions options = new() { DataDirectory = Directory.CreateTempSubdirectory("moderation-test").FullName };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(options.DataDirectory, recursive: true);
        await using Database database = new(options);
        await database.MigrateAsync(CancellationToken.None);
        return options.DatabasePath;
    }
}
