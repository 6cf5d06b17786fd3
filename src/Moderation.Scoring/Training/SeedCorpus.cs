using System.Reflection;

namespace Moderation.Scoring.Training;

/// <summary>
/// The comments written for this project, embedded in this assembly. Of the first round one half trains and the other is the functional test of every model, case by case;
/// later rounds only train.
/// </summary>
public static class SeedCorpus
{
    /// <summary>The source of its texts in recipes and cards.</summary>
    public const string Source = "seed";

    private const string Prefix = "Moderation.Scoring.SeedCorpus.";

    private static readonly Lazy<IReadOnlyList<LabelledFile>> LazyFiles = new(() => Read(name => !name.Contains('/', StringComparison.Ordinal)));
    private static readonly Lazy<IReadOnlyList<LabelledFile>> LazyLaterFiles = new(() => Read(name => name.Contains('/', StringComparison.Ordinal)));

    /// <summary>The files of the first round by name, both halves.</summary>
    public static IReadOnlyList<LabelledFile> Files => LazyFiles.Value;

    /// <summary>The files of the later rounds by folder and name.</summary>
    public static IReadOnlyList<LabelledFile> LaterFiles => LazyLaterFiles.Value;

    /// <summary>
    /// The half of the first round that trains. Its author names were dealt out by chance, to spam more often than to the rest: a model would learn that having a name is a violation, so they
    /// are left out here and only addresses stay.
    /// </summary>
    public static IReadOnlyList<LabelledText> Training { get; } = Trains(Files);

    /// <summary>The later rounds, without author names as well.</summary>
    public static IReadOnlyList<LabelledText> LaterRounds => Trains(LaterFiles);

    /// <summary>The half that tests; each text is one case of its kind.</summary>
    public static IReadOnlyList<LabelledText> FunctionalTest { get; } = [.. Files.SelectMany(file => file.Texts).Where(text => text.IsForTesting)];

    private static LabelledText[] Trains(IReadOnlyList<LabelledFile> files) =>
        [.. files.SelectMany(file => file.Texts).Where(text => !text.IsForTesting).Select(text => text with { AuthorName = null })];

    private static LabelledFile[] Read(Func<string, bool> isWanted)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var columns = new LabelledColumns { SourceName = Source };
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && isWanted(name)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return LabelledFile.Read("SeedCorpus/" + name[Prefix.Length..], bytes, columns, CancellationToken.None);
        })];
    }
}
