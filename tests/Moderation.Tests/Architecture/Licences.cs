using System.Text.Json;

namespace Moderation.Tests.Architecture;

/// <summary><c>deploy/supply-chain/licences.tsv</c> has a line for every package that a lock file names, and no other.</summary>
public sealed class Licences
{
    private static readonly string[] Shippable = ["MIT", "Apache-2.0", "PostgreSQL", "Apache-2.0 OR MPL-2.0", "BSD-3-Clause", "BSD-2-Clause"];

    [Fact]
    public void Every_package_of_the_lock_files_has_its_licence_listed()
    {
        string[] used = [.. Locked("src").Concat(Locked("tests")).Distinct().Order(StringComparer.Ordinal)];
        string[] listed = [.. Rows().Select(row => $"{row[0]} {row[1]}").Order(StringComparer.Ordinal)];

        Assert.True(used.SequenceEqual(listed), $"Run deploy/supply-chain/bom.py --licences. Not listed: {string.Join(", ", used.Except(listed))}. Listed and not used: {string.Join(", ", listed.Except(used))}.");
    }

    [Fact]
    public void What_ships_has_a_licence_that_may_ship()
    {
        HashSet<string> product = [.. Locked("src")];
        string[][] shipped = [.. Rows().Where(row => product.Contains($"{row[0]} {row[1]}"))];

        Assert.Equal(product.Count, shipped.Length);
        Assert.All(shipped, row => Assert.Equal("product", row[3]));
        Assert.All(shipped, row => Assert.Contains(row[2], Shippable));
    }

    private static IEnumerable<string[]> Rows() =>
        File.ReadLines(Path.Combine(Repository.Root, "deploy", "supply-chain", "licences.tsv")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'));

    private static IEnumerable<string> Locked(string folder)
    {
        foreach (string file in Directory.EnumerateDirectories(Path.Combine(Repository.Root, folder)).Select(project => Path.Combine(project, "packages.lock.json")).Where(File.Exists))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonProperty entry in document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()))
            {
                if (entry.Value.GetProperty("type").GetString() != "Project")
                {
                    yield return $"{entry.Name} {entry.Value.GetProperty("resolved").GetString()}";
                }
            }
        }
    }
}
