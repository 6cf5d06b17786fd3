using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Commands;

namespace Moderation.Server.Bootstrap;

/// <summary>The secrets that first starts made, in a file of the data directory that only its owner can read. Who took them to a better place deletes it.</summary>
internal sealed class FirstStartFile(string directory)
{
    private const string FileName = "first-start.json";

    public string Path { get; } = System.IO.Path.Combine(directory, FileName);

    /// <summary>A member that an interrupted first start left; null when there is none.</summary>
    public async Task<string?> ReadAsync(string member, CancellationToken cancellationToken) =>
        (await LoadAsync(cancellationToken).ConfigureAwait(false))[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Writes members beside those that are there.</summary>
    public async Task WriteAsync(IReadOnlyList<(string Name, string? Value)> members, CancellationToken cancellationToken)
    {
        JsonObject document = await LoadAsync(cancellationToken).ConfigureAwait(false);
        foreach ((string name, string? value) in members)
        {
            document[name] = value;
        }

        Directory.CreateDirectory(directory);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Another process that starts in the same directory reads the whole of it, before or after.
        string whole = $"{Path}.{System.IO.Path.GetRandomFileName()}";
        try
        {
            await using (FileStream file = new(whole, options))
            {
                await JsonSerializer.SerializeAsync(file, document, Output.Json, cancellationToken).ConfigureAwait(false);
            }

            File.Move(whole, Path, overwrite: true);
        }
        catch
        {
            File.Delete(whole);
            throw;
        }
    }

    /// <summary>Moves a file away that another store left in this directory: its keys are none of this store's, and it may be the only place that holds them.</summary>
    public async Task SetAsideUnlessAsync(string member, string expected, CancellationToken cancellationToken)
    {
        if (await ReadAsync(member, cancellationToken).ConfigureAwait(false) is not { } found || found == expected)
        {
            return;
        }

        string aside = Enumerable.Range(1, int.MaxValue).Select(number => System.IO.Path.Combine(directory, $"first-start.{number}.json")).First(path => !File.Exists(path));
        File.Move(Path, aside);
        await Console.Error.WriteLineAsync($"{Path} holds the keys of another store; it is now {aside}.").ConfigureAwait(false);
    }

    private async Task<JsonObject> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await File.ReadAllBytesAsync(Path, cancellationToken).ConfigureAwait(false)) as JsonObject ?? [];
        }
        catch (Exception problem) when (problem is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
