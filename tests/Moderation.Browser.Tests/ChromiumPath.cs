namespace Moderation.Browser.Tests;

/// <summary>Finds the browser that the machine has: nothing is downloaded.</summary>
internal static class ChromiumPath
{
    private const string Setting = "MODERATION_TEST_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>The path of the browser. Throws a sentence that says what to install: a missing browser is a failure, never a skip.</summary>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } given)
        {
            return File.Exists(given) ? given : throw new InvalidOperationException($"{Setting} names {given}, which is not there.");
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"The browser tests need Chromium: install the package chromium, or name the program in {Setting}.");
    }
}
