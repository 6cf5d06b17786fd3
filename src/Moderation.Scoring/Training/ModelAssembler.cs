using Moderation.Scoring.Artefacts;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Features;

namespace Moderation.Scoring.Training;

/// <summary>
/// From trained weights to the artefact: weights to one byte, calibration and figures on validation texts scored by the very model that is stored, then the card.
/// </summary>
internal static class ModelAssembler
{
    private const int Replicates = 200;

    public static byte[] Assemble(
        TrainingOptions options,
        FeatureMatrix matrix,
        LinearLearner.Weights?[] trained,
        (int Rows, int Violating)[] counts,
        IReadOnlyList<LabelledText> training,
        IReadOnlyList<LabelledText> validation,
        CancellationToken cancellationToken)
    {
        var identity = new Calibration([-1, 1], [-1, 1]);
        var (roots, heads) = Quantise(matrix.ValuePerBucket, trained, identity);
        var draft = new ModelParts { Card = Card(options, training, [], NoThresholds, 0), Roots = roots, Vocabulary = matrix.Vocabulary, Heads = heads };
        var words = Model.Load(ArtefactWriter.Write(draft));
        var raw = ValidationScores.Compute(words, validation, options.Recipe, cancellationToken);
        var sentences = options.ReadsSentences ? SentenceWeights.Fit(raw, words, cancellationToken) : null;
        var categories = new List<CategoryCard>();
        foreach (var category in Categories.All)
        {
            if (heads[(int)category] is not { } head)
            {
                continue;
            }

            var calibration = Calibrator.Fit(raw.Samples(category), ReferencePrevalence.Of(category));
            heads[(int)category] = head with { Calibration = calibration };
            raw.Calibrate(category, calibration);
            categories.Add(Measure(category, raw.Samples(category), counts[(int)category], options.Seed));
            cancellationToken.ThrowIfCancellationRequested();
        }

        var thresholds = ThresholdDerivation.Derive(raw, options.ReviewBudget);
        var card = Card(options, training, categories, thresholds, raw.CoverageLimit()) with { Sentences = sentences };
        var parts = new ModelParts { Card = card, Roots = roots, Vocabulary = matrix.Vocabulary, Heads = heads };
        var test = FunctionalTest.Run(Model.Load(ArtefactWriter.Write(parts)), options.FunctionalCases, showsTexts: false, replicates: Replicates, seed: options.Seed);
        return ArtefactWriter.Write(new ModelParts { Card = card with { FunctionalTest = test }, Roots = roots, Vocabulary = matrix.Vocabulary, Heads = heads });
    }

    private static DefaultThresholds NoThresholds => new()
    {
        SpamFlag = 1,
        SpamReject = 1,
        AbuseFlag = new Dictionary<Category, double>(),
        AbuseReject = new Dictionary<Category, double>(),
        Priority = new Dictionary<Category, double>(),
        LikelyToReject = 1,
        ReviewBudget = 0,
        HowDerived = "",
    };

    // The value of a bucket goes into its weight; the source rows have done their work and become zero.
    private static (sbyte[] Roots, ModelParts.Head?[] Heads) Quantise(float[] values, LinearLearner.Weights?[] trained, Calibration calibration)
    {
        var roots = new sbyte[FeatureSpace.Size * Categories.Count];
        var heads = new ModelParts.Head?[Categories.Count];
        for (var category = 0; category < trained.Length; category++)
        {
            if (trained[category] is not { } head)
            {
                continue;
            }

            var folded = new double[FeatureSpace.Size];
            for (var bucket = 0; bucket < folded.Length; bucket++)
            {
                var isSource = bucket is >= FeatureSpace.FirstSource and < FeatureSpace.FirstAuthor;
                folded[bucket] = isSource ? 0 : head.PerBucket[bucket] * values[bucket];
            }

            heads[category] = new ModelParts.Head(WeightRoots.Write(folded, roots, (Category)category), head.Bias, calibration);
        }

        return (roots, heads);
    }

    /// <summary>The figures of a category on validation texts with calibrated scores.</summary>
    public static CategoryCard Measure(Category category, ScoredSamples samples, (int Rows, int Violating) counts, int seed)
    {
        var weighted = samples.AtPrevalence(ReferencePrevalence.Of(category));
        return new CategoryCard
        {
            Category = category,
            TrainingRows = counts.Rows,
            TrainingViolating = counts.Violating,
            ValidationRows = samples.Count,
            ValidationViolating = samples.Violating,
            ReferencePrevalence = ReferencePrevalence.Of(category),
            RocAuc = Bootstrap.Interval(weighted, sample => sample.RocAuc(), Replicates, seed),
            RecallAtOnePercent = Bootstrap.Interval(weighted, sample => sample.RecallAt(0.01), Replicates, seed),
            ThresholdAtOnePercent = weighted.ThresholdAt(0.01),
            CalibrationSlope = Bootstrap.Interval(weighted, LogisticFit.CalibrationSlope, Replicates / 4, seed),
            BrierSkill = Bootstrap.Interval(weighted, sample => sample.BrierSkill(), Replicates, seed),
        };
    }

    private static ModelCard Card(
        TrainingOptions options, IReadOnlyList<LabelledText> training, List<CategoryCard> categories, DefaultThresholds thresholds, double coverageLimit) => new()
        {
            Name = options.Name,
            CreatedAt = options.CreatedAt,
            CodeVersion = options.CodeVersion,
            Seed = options.Seed,
            Files = options.Files,
            Sources = [.. training.GroupBy(text => text.Source).Select(group => SourceCard(options, group)).OrderBy(source => source.Source, StringComparer.Ordinal)],
            Categories = categories,
            Thresholds = thresholds,
            CoverageLimit = coverageLimit,
            Method = $"words, word pairs with and without a gap, character {CharGrams.Shortest} and {CharGrams.Longest}-grams within tokens, signals; "
                + $"2^{FeatureSpace.WordBits} + 2^{FeatureSpace.CharBits} + {1 << FeatureSpace.AuthorBits} buckets; sum of two L-BFGS logistic regressions per category and member ({options.Recipe.Members.Count}), "
                + $"plain (L2 {options.Recipe.L2}) and scaled by class ratios (L2 {options.Recipe.ScaledL2}, share {options.Recipe.ScaledShare}); "
                + (options.ReadsSentences ? "a sentence reader beside them; " : "") + "Platt calibration",
            Limits = [.. PublicSources.Limits, .. options.Limits],
            Tried = options.Recipe.Trials,
        };

    private static TrainingSourceCard SourceCard(TrainingOptions options, IGrouping<string, LabelledText> group)
    {
        var weights = new SortedDictionary<Category, double>();
        foreach (var category in Categories.All)
        {
            var weight = options.Recipe.WeightOf(group.Key, category);
            if (weight > 0 && group.Any(text => text.Labels[category] is not null))
            {
                weights[category] = weight;
            }
        }

        return new TrainingSourceCard
        {
            Source = group.Key,
            Licence = options.Licences.GetValueOrDefault(group.Key) ?? PublicSources.LicenceOf(group.Key),
            Rows = group.Count(),
            Weights = weights,
        };
    }
}
