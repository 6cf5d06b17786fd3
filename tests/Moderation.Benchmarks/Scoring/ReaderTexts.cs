using System.Text.Json;
using Moderation.Scoring;
using Moderation.Scoring.Features;
using Moderation.Scoring.Text;
using Moderation.Scoring.Training;

namespace Moderation.Benchmarks.Scoring;

/// <summary>
/// Writes the texts that the sentence reader is taught on, as it will see them when it serves: normalised and repaired, with their labels as bits in the order of <see cref="Category"/>.
/// </summary>
internal static class ReaderTexts
{
    public static int Write(string[] arguments)
    {
        if (arguments.Length == 0)
        {
            Console.Error.WriteLine("Where to? reader-texts OUT.jsonl [labelled files]");
            return 2;
        }

        var vocabulary = BaseModel.Load(ShippedModel.Words).Parts.Vocabulary;
        using var output = new StreamWriter(arguments[0]);
        var files = arguments.Skip(1).Select(path => LabelledFile.Read(path, null, CancellationToken.None));
        foreach (var (file, isSeed) in SeedCorpus.Files.Concat(SeedCorpus.LaterFiles).Select(file => (file, true)).Concat(files.Select(file => (file, false))))
        {
            foreach (var text in file.Texts)
            {
                output.WriteLine(Line(text with { Labels = text.Labels.WithUnion() }, isSeed, vocabulary));
            }
        }

        return 0;
    }

    private static string Line(LabelledText text, bool isSeed, Vocabulary vocabulary)
    {
        var buffer = new TextBuffer(keepsOffsets: false);
        Featurizer.Run(text.Input, buffer, vocabulary, new FeatureBuffer(keepsPositions: false));
        var known = Categories.All.Where(category => text.Labels[category] is not null).Sum(category => 1 << (int)category);
        var violating = Categories.All.Where(category => text.Labels[category] is true).Sum(category => 1 << (int)category);
        return JsonSerializer.Serialize(new
        {
            source = text.Source,
            isSeed,
            known,
            violating,
            isForTesting = text.IsForTesting,
            validates = TextSplit.IsValidation(text.Text),
            text = new string(buffer.Text),
            url = text.Input.AuthorUrl,
        });
    }
}
