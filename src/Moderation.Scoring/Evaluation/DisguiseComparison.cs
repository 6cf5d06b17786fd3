using Moderation.Scoring.Sentences;
using Moderation.Scoring.Training;

namespace Moderation.Scoring.Evaluation;

/// <summary>Scores the same texts clean and in each of the ten disguises.</summary>
internal static class DisguiseComparison
{
    public static IReadOnlyList<DisguiseRow> Compare(
        Model model, IReadOnlyList<LabelledText> texts, int[] rows, Category category, EvaluationOptions options, CancellationToken cancellationToken)
    {
        var chosen = Choose(texts, rows, category, options, isViolating: true).Concat(Choose(texts, rows, category, options, isViolating: false)).ToArray();
        var clean = ManyTexts.Answer(model, chosen, row => Score(model, texts[row], texts[row].Text, category), cancellationToken);
        var result = new List<DisguiseRow>();
        foreach (var disguise in Disguise.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = new Random(options.Seed);
            var written = Array.ConvertAll(chosen, row => (Row: row, Text: disguise.Apply(texts[row].Text, random)));
            var disguised = ManyTexts.Answer(model, written, one => Score(model, texts[one.Row], one.Text, category), cancellationToken);
            var pairs = chosen.Select((row, index) => (clean[index], disguised[index], texts[row].Labels[category] is true, texts[row].Weight)).ToArray();
            result.Add(new DisguiseRow(
                disguise.Name,
                chosen.Length,
                new ScoredSamples(pairs.Select(pair => (pair.Item1, pair.Item3, pair.Weight))).RocAuc(),
                new ScoredSamples(pairs.Select(pair => (pair.Item2, pair.Item3, pair.Weight))).RocAuc(),
                PairedBootstrap.Difference(pairs, Math.Max(20, options.Replicates / 4), options.Seed)));
        }

        return result;
    }

    private static int[] Choose(IReadOnlyList<LabelledText> texts, int[] rows, Category category, EvaluationOptions options, bool isViolating)
    {
        var members = rows.Where(row => texts[row].Labels[category] == isViolating).ToArray();
        new Random(options.Seed).Shuffle(members);
        return members.Length > options.MaxDisguisedPerClass ? members[..options.MaxDisguisedPerClass] : members;
    }

    private static double Score(Model model, LabelledText text, string written, Category category)
    {
        Span<double> scores = stackalloc double[Categories.Count];
        model.Score(text.Input with { Text = written }, scores);
        return scores[(int)category];
    }
}
