namespace Moderation.Server.Tests.Fixtures;

/// <summary>A folder of its own that is gone at the end.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("moderation-run").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
