using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Moderation.Server.Tests.Deployment;

/// <summary><c>deploy/Dockerfile</c>. That its steps work is tried by <c>deploy/check-image.sh</c>; here is what that does not see.</summary>
public sealed class BuildingTheImage
{
    private static readonly string[] Lines = [.. DeployFiles.Text("deploy/Dockerfile").Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void Base_images_are_pinned_and_the_last_one_has_no_shell_and_has_icu()
    {
        string[] images = [.. Lines.Where(line => line.StartsWith("ARG ", StringComparison.Ordinal) && line.Contains('/', StringComparison.Ordinal)).Select(line => line.Split('=')[1])];

        Assert.Equal(2, images.Length);
        Assert.All(images, image => Assert.Matches(@":\d+\.\d+\.\d+-", image));
        Assert.EndsWith("-chiseled-extra", images[1], StringComparison.Ordinal);
        Assert.Contains("USER 1654:1654", Lines);
        Assert.DoesNotContain("INVARIANT", string.Concat(Lines), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_project_of_the_service_is_restored_before_the_sources_come()
    {
        int sources = Array.IndexOf(Lines, "COPY src src");
        Assert.True(sources > 0);
        foreach (string project in Closure("Moderation.Server"))
        {
            string folder = $"src/{project}";
            Assert.True(Array.IndexOf(Lines, $"COPY {folder}/{project}.csproj {folder}/packages.lock.json {folder}/") is > 0 and int at && at < sources, $"{project} is missing.");
        }
    }

    [Fact]
    public void The_sdk_is_one_that_global_json_takes()
    {
        string asked = Regex.Match(DeployFiles.Text("global.json"), "\"version\": \"(\\d+\\.\\d+)\\.").Groups[1].Value;

        Assert.Contains($"/sdk:{asked}.", string.Concat(Lines), StringComparison.Ordinal);
        Assert.Contains($"/aspnet:{asked}.", string.Concat(Lines), StringComparison.Ordinal);
    }

    private static HashSet<string> Closure(string project) =>
    [
        project,
        .. XDocument.Load(Path.Combine(DeployFiles.Root, "src", project, project + ".csproj")).Descendants("ProjectReference")
            .SelectMany(reference => Closure(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))),
    ];
}
