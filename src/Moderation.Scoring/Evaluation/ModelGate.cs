using System.Diagnostics;
using System.Globalization;
using Moderation.Scoring.Training;

namespace Moderation.Scoring.Evaluation;

/// <summary>
/// Decides whether a challenger may become champion. Both score the same held-out texts, which neither was trained on, and are compared in pairs: what the texts have in common cancels out.
/// "Worse" means worse beyond a margin and beyond chance; what cannot be told from chance does not hold a model back, but neither does it count as better.
/// </summary>
public static class ModelGate
{
    private const int SpeedTexts = 500;
    private const int TextsAtOnce = 20;
    private const int SpeedRounds = 25;

    /// <summary>Compares the two.</summary>
    /// <param name="challenger">The model that wants to decide.</param>
    /// <param name="champion">The model that decides now.</param>
    /// <param name="holdout">Labelled texts that neither learnt from; may be empty.</param>
    /// <param name="trainingSet">SHA-256 of the set they are held out from.</param>
    /// <param name="options">Margins.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static GateReport Compare(
        Model challenger, Model champion, IReadOnlyList<LabelledText> holdout, string trainingSet, GateOptions options, CancellationToken cancellationToken)
    {
        var ours = TextScores.Compute(challenger, holdout, cancellationToken);
        var theirs = TextScores.Compute(champion, holdout, cancellationToken);
        List<GateCheck> checks = [];
        foreach (var category in champion.Offered)
        {
            cancellationToken.ThrowIfCancellationRequested();
            checks.AddRange(Category(category, challenger, holdout, ours, theirs, options));
        }

        if (checks.Count == 0)
        {
            checks.Add(new GateCheck
            {
                Code = "holdout",
                Passed = true,
                Sentence = $"No category has {options.MinPerClass} violating and {options.MinPerClass} acceptable held-out texts: only the functional and identity tests speak.",
            });
        }

        checks.AddRange(Functional(challenger, champion, options));
        checks.Add(Identity(challenger, champion, options));
        checks.Add(Speed(challenger, champion, holdout, options));
        return new GateReport { Challenger = challenger.Sha256, Champion = champion.Sha256, TrainingSet = trainingSet, HoldoutTexts = holdout.Count, Checks = checks };
    }

    private static IEnumerable<GateCheck> Category(
        Category category, Model challenger, IReadOnlyList<LabelledText> holdout, TextScores ours, TextScores theirs, GateOptions options)
    {
        var name = category.ToText();
        if (!challenger.Offered.Contains(category))
        {
            yield return new GateCheck { Code = "category", Category = category, Passed = false, Sentence = $"{name}: the challenger does not offer it, the champion does." };
            yield break;
        }

        int[] rows = [.. Enumerable.Range(0, holdout.Count).Where(row => holdout[row].Labels[category] is not null)];
        var violating = rows.Count(row => holdout[row].Labels[category] is true);
        if (violating < options.MinPerClass || rows.Length - violating < options.MinPerClass)
        {
            yield break;
        }

        var pairs = rows.Select(row => (ours[row, category], theirs[row, category], holdout[row].Labels[category] is true, holdout[row].Weight)).ToArray();
        var (mine, yours) = (Samples(pairs.Select(pair => (pair.Item1, pair.Item3, pair.Item4))), Samples(pairs.Select(pair => (pair.Item2, pair.Item3, pair.Item4))));
        var difference = PairedBootstrap.Difference(pairs, options.Replicates, options.Seed);
        var isWorse = difference.Value < -options.Margin && difference.High < 0;
        yield return new GateCheck
        {
            Code = "category",
            Category = category,
            Passed = !isWorse,
            Champion = yours.RocAuc(),
            Challenger = mine.RocAuc(),
            Difference = difference,
            Sentence = string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: ROC-AUC {yours.RocAuc():0.000} → {mine.RocAuc():0.000}, {(isWorse ? "worse" : difference.Low > 0 ? "better" : "no difference that is more than chance")} ({rows.Length} texts, {violating} violating)."),
        };
        yield return Slope(category, name, mine, yours, options);
    }

    // A slope that the champion does not reach either is no reason to keep the champion.
    private static GateCheck Slope(Category category, string name, ScoredSamples mine, ScoredSamples yours, GateOptions options)
    {
        var prevalence = ReferencePrevalence.Of(category);
        var interval = Bootstrap.Interval(mine.AtPrevalence(prevalence), LogisticFit.CalibrationSlope, Math.Max(20, options.Replicates / 5), options.Seed);
        var before = LogisticFit.CalibrationSlope(yours.AtPrevalence(prevalence));
        var isWithin = interval.High >= options.LowestSlope && interval.Low <= options.HighestSlope;
        var isNearer = Math.Abs(interval.Value - 1) <= Math.Abs(before - 1);
        return new GateCheck
        {
            Code = "calibration",
            Category = category,
            Passed = isWithin || isNearer,
            Champion = before,
            Challenger = interval.Value,
            Sentence = string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: calibration slope {before:0.00} → {interval.Value:0.00} [{interval.Low:0.00}, {interval.High:0.00}], should be {options.LowestSlope} to {options.HighestSlope}{(!isWithin && isNearer ? "; nearer to it than the champion's" : "")}."),
        };
    }

    private static IEnumerable<GateCheck> Functional(Model challenger, Model champion, GateOptions options)
    {
        if (options.FunctionalCases.Count == 0)
        {
            yield break;
        }

        var mine = FunctionalTest.Run(challenger, options.FunctionalCases, showsTexts: false, replicates: 1)!.Passed.Value;
        var yours = FunctionalTest.Run(champion, options.FunctionalCases, showsTexts: false, replicates: 1)!.Passed.Value;
        yield return new GateCheck
        {
            Code = "functional",
            Passed = mine >= yours - options.FunctionalMargin,
            Champion = yours,
            Challenger = mine,
            Sentence = string.Create(CultureInfo.InvariantCulture, $"Functional test: {yours:0.0%} → {mine:0.0%} of {options.FunctionalCases.Count} cases pass; at most {options.FunctionalMargin:0.#%} may be lost."),
        };
    }

    private static GateCheck Identity(Model challenger, Model champion, GateOptions options)
    {
        var (mine, yours) = (IdentitySentences.Evaluate(challenger), IdentitySentences.Evaluate(champion));
        return new GateCheck
        {
            Code = "identity",
            Passed = mine.Flagged - yours.Flagged <= options.IdentityMargin * mine.Sentences,
            Champion = yours.Flagged,
            Challenger = mine.Flagged,
            Sentence = $"Acceptable sentences that name groups: {yours.Flagged} → {mine.Flagged} of {mine.Sentences} are stopped.",
        };
    }

    // A few texts at a time, both in turns, and of each the quickest round: on a busy machine the others measure who else was running, and the first round reads the sentences, which the
    // others remember. So what is compared is what the models do apart from that; whoever goes from words to sentences chooses to wait longer.
    private static GateCheck Speed(Model challenger, Model champion, IReadOnlyList<LabelledText> holdout, GateOptions options)
    {
        ScoringInput[] texts = [.. holdout.Concat(options.FunctionalCases).Take(SpeedTexts).Select(text => text.Input)];
        double mine = 0, yours = 0;
        foreach (var few in texts.Chunk(TextsAtOnce))
        {
            var (myBest, yourBest) = (double.MaxValue, double.MaxValue);
            for (var round = 0; round < SpeedRounds; round++)
            {
                yourBest = Math.Min(yourBest, Microseconds(champion, few));
                myBest = Math.Min(myBest, Microseconds(challenger, few));
            }

            mine += myBest / texts.Length;
            yours += yourBest / texts.Length;
        }

        var beginsToRead = challenger.Card.Sentences is not null && champion.Card.Sentences is null;
        return new GateCheck
        {
            Code = "speed",
            Passed = texts.Length == 0 || beginsToRead || mine <= yours * options.SlowestFactor,
            Champion = texts.Length == 0 ? null : yours,
            Challenger = texts.Length == 0 ? null : mine,
            Sentence = texts.Length == 0
                ? "Speed: there was no text to measure it with."
                : string.Create(CultureInfo.InvariantCulture, $"Speed: {yours:0.0} → {mine:0.0} microseconds for a text; at most {options.SlowestFactor} times as long.")
                    + (beginsToRead ? " The challenger reads sentences beside the words and the champion does not: about a millisecond a text more." : ""),
        };
    }

    private static double Microseconds(Model model, ScoringInput[] texts)
    {
        Span<double> scores = stackalloc double[Categories.Count];
        var start = Stopwatch.GetTimestamp();
        foreach (var text in texts)
        {
            model.Score(text, scores);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static ScoredSamples Samples(IEnumerable<(double Score, bool IsViolating, double Weight)> samples) => new(samples);
}
