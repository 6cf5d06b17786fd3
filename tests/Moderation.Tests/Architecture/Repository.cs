using System.Xml.Linq;

namespace Moderation.Tests.Architecture;

/// <summary>The sources of the clone that these tests were built in.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every source file of a folder, as paths relative to it, build output left out.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Root, folder), file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("bin/", StringComparison.Ordinal) && !file.StartsWith("obj/", StringComparison.Ordinal));

    /// <summary>What a project file includes under an element's name, without folders.</summary>
    public static IReadOnlyList<string> Includes(string project, string element) =>
    [
        .. XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj"))
            .Descendants(element)
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/') + (element == "PackageReference" ? "." : "")))
            .Order(),
    ];

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Moderation.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests read the sources and run from inside a clone.");
    }
}
