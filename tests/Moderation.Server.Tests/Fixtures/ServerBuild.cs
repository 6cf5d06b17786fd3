using System.Reflection;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>Where the build that these tests belong to has put the service.</summary>
internal static class ServerBuild
{
    /// <summary>The project folder of the server.</summary>
    public static string Project => Metadata("ServerProject");

    /// <summary>The build configuration, which the published output must have too.</summary>
    public static string Configuration => Metadata("ServerConfiguration");

    /// <summary>The plain build output.</summary>
    public static string Output => Path.GetFullPath(Metadata("ServerOutput"));

    /// <summary>The executable in an output folder.</summary>
    public static string Executable(string folder) => Path.Combine(folder, OperatingSystem.IsWindows() ? "moderation.exe" : "moderation");

    private static string Metadata(string key) =>
        typeof(ServerBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
