using Moderation.Scoring.Sentences;
using Moderation.Scoring.Training;

namespace Moderation.Scoring.Evaluation;

/// <summary>Runs labelled cases against a model and its default thresholds, kind by kind.</summary>
public static class FunctionalTest
{
    private const int MaxExcerptChars = 200;
    private const int ShownReasons = 4;

    /// <summary>Runs the cases.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cases">Fully labelled texts with a kind, as <see cref="SeedCorpus.FunctionalTest"/> has them.</param>
    /// <param name="isStopped">Whether a text is flagged or rejected; null asks the card's default thresholds, and stops what is not understood.</param>
    /// <param name="showsTexts">Whether failing cases are listed with their texts.</param>
    /// <param name="replicates">Bootstrap replicates per interval.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <returns>The outcome, or null when there are no cases.</returns>
    public static FunctionalEvaluation? Run(
        Model model, IReadOnlyList<LabelledText> cases, Func<LabelledText, bool>? isStopped = null, bool showsTexts = true, int replicates = 200, int seed = 1)
    {
        if (cases.Count == 0)
        {
            return null;
        }

        var scored = ManyTexts.Answer(model, cases, text => model.Score(text.Input));
        var stopped = cases.Select((text, index) => isStopped is null ? model.Card.Thresholds.Stop(scored[index]) : isStopped(text)).ToArray();
        var violating = cases.Select(text => text.Labels.IsViolating).ToArray();
        var passed = stopped.Zip(violating, (left, right) => left == right).ToArray();
        return new FunctionalEvaluation
        {
            Cases = cases.Count,
            Passed = Share(passed, replicates, seed),
            AcceptableStopped = Share([.. stopped.Where((_, index) => !violating[index])], replicates, seed),
            ViolatingStopped = Share([.. stopped.Where((_, index) => violating[index])], replicates, seed),
            Kinds = [.. Enumerable.Range(0, cases.Count)
                .GroupBy(index => cases[index].Kind ?? cases[index].Source, StringComparer.Ordinal)
                .OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .Select(kind => new FunctionalKindRow(kind.Key, kind.Count(index => violating[index]) * 2 > kind.Count(), kind.Count(), kind.Average(index => passed[index] ? 1 : 0.0)))],
            AtOnePercent = [.. AtOnePercent(model, cases, scored, violating)],
            Failures = !showsTexts ? [] : [.. Enumerable.Range(0, cases.Count)
                .Where(index => !passed[index])
                .Select(index => Failure(model, cases[index], scored[index]))
                .OrderBy(failure => failure.Kind, StringComparer.Ordinal)
                .ThenBy(failure => failure.Id, StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<FunctionalThresholdRow> AtOnePercent(Model model, IReadOnlyList<LabelledText> cases, ScoredText[] scored, bool[] violating)
    {
        foreach (var card in model.Card.Categories.Where(card => card.Category != Category.Profanity))
        {
            var above = scored.Select(scores => scores[card.Category] >= card.ThresholdAtOnePercent ? 1.0 : 0.0).ToArray();
            var own = cases.Select(text => text.Labels.WithUnion()[card.Category] is true).ToArray();
            yield return new FunctionalThresholdRow(
                card.Category,
                card.ThresholdAtOnePercent,
                above.Where((_, index) => !violating[index]).DefaultIfEmpty().Average(),
                above.Where((_, index) => own[index]).DefaultIfEmpty().Average());
        }
    }

    private static FunctionalFailure Failure(Model model, LabelledText text, ScoredText scored)
    {
        var thresholds = model.Card.Thresholds;
        var (category, score, threshold) = thresholds.AbuseFlag.Where(entry => entry.Key != Category.Profanity)
            .Append(new KeyValuePair<Category, double>(Category.Spam, thresholds.SpamFlag))
            .Select(entry => (entry.Key, Score: scored[entry.Key] ?? 0, Threshold: entry.Value))
            .OrderByDescending(entry => entry.Score / entry.Threshold)
            .First();
        var reasons = model.Explain(text.Input, category, ShownReasons).Select(span => FormattableString.Invariant($"{text.Text[span.Start..span.End]} ({span.Weight:+0.00;-0.00})"));
        return new FunctionalFailure(
            text.Id, text.Kind ?? text.Source, text.Text.Length > MaxExcerptChars ? text.Text[..MaxExcerptChars] + "…" : text.Text, category, score, threshold, [.. reasons]);
    }

    private static MetricInterval Share(bool[] values, int replicates, int seed)
    {
        if (values.Length == 0)
        {
            return new MetricInterval(0, 0, 0);
        }

        var random = new Random(seed);
        var shares = new double[replicates];
        for (var replicate = 0; replicate < replicates; replicate++)
        {
            var hits = 0;
            for (var draw = 0; draw < values.Length; draw++)
            {
                hits += values[random.Next(values.Length)] ? 1 : 0;
            }

            shares[replicate] = (double)hits / values.Length;
        }

        Array.Sort(shares);
        return new MetricInterval(values.Average(value => value ? 1.0 : 0.0), shares[(int)(0.025 * (replicates - 1))], shares[(int)Math.Ceiling(0.975 * (replicates - 1))]);
    }
}
