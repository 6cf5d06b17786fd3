using System.Text;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>A program in Node with libraries that this project has nothing to do with, installed into a folder of its own.</summary>
internal static class NodeProgram
{
    /// <summary>Installs the program of a folder below <c>node</c> and runs it; gives back what it wrote. Skips the test where Node is missing, but on CI that is a failure.</summary>
    /// <param name="folder">The folder beside the tests, such as <c>node/openai</c>.</param>
    /// <param name="script">Its file.</param>
    /// <param name="input">What it reads.</param>
    public static async Task<string> RunAsync(string folder, string script, string input)
    {
        using TempFolder copy = new();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, folder)))
        {
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        }

        await RunAsync(copy.Path, "npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], "");
        return await RunAsync(copy.Path, "node", [script], input);
    }

    private static async Task<string> RunAsync(string folder, string program, string[] arguments, string input)
    {
        string? file = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists);
        if (file is null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"{program} is not installed.");
            Assert.Skip($"{program} is not installed.");
            return "";
        }

        return (await CommandRun.OfAsync(file, folder, arguments, Encoding.UTF8.GetBytes(input), null)).With(0).Out;
    }
}
