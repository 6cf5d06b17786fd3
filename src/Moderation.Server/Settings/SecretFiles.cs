namespace Moderation.Server.Settings;

/// <summary>
/// Settings whose value is in a file, as container platforms hand over secrets: <c>ConnectionStrings__Postgres_FILE=/run/secrets/postgres</c> gives
/// <c>ConnectionStrings__Postgres</c>. Every setting of ours may be given so.
/// </summary>
internal static class SecretFiles
{
    private const string Suffix = "_FILE";

    /// <summary>No setting is longer. What is larger is another file than the one that was meant.</summary>
    private const int MaxBytes = 64 * 1024;

    private static readonly string[] Sections = ["ConnectionStrings", ModerationOptions.Section];

    /// <summary>The configuration with what the files say. Adds a sentence for each file that cannot be read, and for a setting that is given in both ways.</summary>
    public static IConfiguration Read(IConfiguration configuration, List<string> failures)
    {
        Dictionary<string, string?> read = [];
        foreach ((string key, string? path) in Sections.SelectMany(section => configuration.GetSection(section).AsEnumerable()).Where(IsFile))
        {
            string name = key[..^Suffix.Length];
            if (!string.IsNullOrWhiteSpace(configuration[name]))
            {
                failures.Add($"{Environment(name)} and {Environment(key)} are both set; one of them must go.");
            }
            else if (TryRead(path!, out string text, out string problem))
            {
                read[name] = text;
            }
            else
            {
                failures.Add($"{Environment(key)}: {path} {problem}");
            }
        }

        return read.Count == 0 ? configuration : new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(read).Build();
    }

    private static bool IsFile(KeyValuePair<string, string?> setting) =>
        setting.Key.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(setting.Value);

    private static string Environment(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>A secret ends where its last line ends: editors and <c>echo</c> put an end of line there that nobody meant.</summary>
    private static bool TryRead(string path, out string text, out string problem)
    {
        text = "";
        try
        {
            FileInfo file = new(path);
            if (file.Exists && file.Length > MaxBytes)
            {
                problem = "is too large for a setting.";
                return false;
            }

            text = File.ReadAllText(path).TrimEnd('\r', '\n');
            problem = text.Length == 0 ? "is empty." : "";
            return text.Length > 0;
        }
        catch (Exception reason) when (reason is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "does not exist.";
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            problem = "cannot be read by this process.";
        }

        return false;
    }
}
