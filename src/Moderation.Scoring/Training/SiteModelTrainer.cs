using Moderation.Scoring.Artefacts;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Features;
using Moderation.Scoring.Sentences;

namespace Moderation.Scoring.Training;

/// <summary>
/// Teaches a base model what one site's moderators accept and reject. Every category learns a correction to the base's weights, held back by its size and by texts about which the base is
/// to go on saying what it says. Calibrations stay the base's, because the scores stay on its scale; only <see cref="Category.LikelyToReject"/>, which is the site's own, gets a calibration and a
/// threshold of its own where there are validation texts enough.
/// Without labels the result would be the base.
/// </summary>
/// <remarks>One thread but for reading sentences, no clock, no I/O. Cancelling throws <see cref="OperationCanceledException"/>.</remarks>
public static class SiteModelTrainer
{
    /// <summary>Labels of either class below which a category is left as the base has it: fewer say more about the texts that happened to come than about the site.</summary>
    public const int MinPerClass = 5;

    private const int MinForThreshold = 30;
    private const int MinForCalibration = 50;

    // Texts that are easily told apart would ask for any slope.
    private const double SteepestFactor = 5;
    private const double FeatureShare = 0.3;
    private const int Replicates = 200;

    /// <summary>Trains a site's model.</summary>
    /// <exception cref="TrainingException">There are no labels, or only of one class.</exception>
    public static TrainingResult Train(SiteTrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        Check(options.Training);
        LabelledText[] texts = [.. options.Training, .. options.Kept];
        var parts = options.Base.Parts;
        var matrix = FeatureMatrix.Build(
            texts, TrainingRecipe.Plain, parts.Vocabulary, share => progress?.Report(new TrainingProgress("reading features", FeatureShare * share)), cancellationToken);
        var raw = RawScores(options.Base, texts, cancellationToken);
        var learner = new OffsetLearner(matrix, Enumerable.Range(0, options.Training.Count));
        var heads = (ModelParts.Head?[])parts.Heads.Clone();
        var roots = (sbyte[])parts.Roots.Clone();
        List<Category> taught = [];
        foreach (var category in options.Base.Offered)
        {
            progress?.Report(new TrainingProgress($"learning {category.ToText()}", FeatureShare + ((0.9 - FeatureShare) * (int)category / Categories.Count)));
            if (!IsTeachable(options.Training, category))
            {
                continue;
            }

            var head = parts.Heads[(int)category]!;
            var corrections = learner.Train(Examples(options, category, head, raw), category == Category.LikelyToReject ? options.L2 : options.OtherL2, cancellationToken);
            heads[(int)category] = Correct(roots, category, head, matrix.ValuePerBucket, corrections);
            taught.Add(category);
        }

        progress?.Report(new TrainingProgress("measuring", 0.9));
        var artefact = Assemble(options, new Draft(parts.Vocabulary, roots, heads, taught), cancellationToken);
        progress?.Report(new TrainingProgress("done", 1));
        return new TrainingResult { Artefact = artefact, Model = Model.Load(artefact) };
    }

    /// <summary>Whether a category has enough labels of both classes to be taught.</summary>
    public static bool IsTeachable(IReadOnlyList<LabelledText> texts, Category category) =>
        texts.Count(text => text.Labels[category] is true) >= MinPerClass && texts.Count(text => text.Labels[category] is false) >= MinPerClass;

    private static void Check(IReadOnlyList<LabelledText> texts)
    {
        var violating = texts.Count(text => text.Labels[Category.LikelyToReject] is true);
        var acceptable = texts.Count(text => text.Labels[Category.LikelyToReject] is false);
        if (violating + acceptable == 0)
        {
            throw new TrainingException("There are no labels to learn from.");
        }

        if (violating < MinPerClass || acceptable < MinPerClass)
        {
            throw new TrainingException(
                $"There are {violating} violating and {acceptable} acceptable texts to learn from; a model needs at least {MinPerClass} of either kind.");
        }
    }

    private static double[] RawScores(Model model, LabelledText[] texts, CancellationToken cancellationToken)
    {
        var raw = new double[texts.Length * Categories.Count];
        ManyTexts.ForEach(model, texts.Length, row => model.RawScore(texts[row].Input, raw.AsSpan(row * Categories.Count, Categories.Count)), cancellationToken);

        return raw;
    }

    private static List<OffsetLearner.Example> Examples(SiteTrainingOptions options, Category category, ModelParts.Head head, double[] raw)
    {
        var examples = new List<OffsetLearner.Example>();
        for (var row = 0; row < options.Training.Count + options.Kept.Count; row++)
        {
            var score = head.Calibration.Apply(raw[(row * Categories.Count) + (int)category]);
            var offset = Math.Log(Math.Max(score, 1e-9) / Math.Max(1 - score, 1e-9));
            if (row >= options.Training.Count)
            {
                examples.Add(new OffsetLearner.Example(row, score, options.KeptWeight, offset, IsSite: false));
            }
            else if (options.Training[row].Labels[category] is { } isViolating)
            {
                examples.Add(new OffsetLearner.Example(row, isViolating ? 1 : 0, options.Training[row].Weight, offset, IsSite: true));
            }
        }

        return examples;
    }

    // Corrections are in log odds, weights in raw scores: the slope of the calibration lies between them.
    private static ModelParts.Head Correct(sbyte[] roots, Category category, ModelParts.Head head, float[] values, double[] corrections)
    {
        var slope = head.Calibration.MeanSlope;
        var folded = new double[FeatureSpace.Size];
        for (var bucket = 0; bucket < folded.Length; bucket++)
        {
            int root = roots[(bucket * Categories.Count) + (int)category];
            folded[bucket] = (root * Math.Abs(root) * head.Scale) + (corrections[bucket] * values[bucket] / slope);
        }

        return head with { Scale = WeightRoots.Write(folded, roots, category) };
    }

    private static byte[] Assemble(SiteTrainingOptions options, Draft draft, CancellationToken cancellationToken)
    {
        var plain = Write(options.Base.Card);
        var validation = ValidationScores.Compute(plain, options.Validation, TrainingRecipe.Plain, cancellationToken);
        if (draft.Taught.Contains(Category.LikelyToReject) && validation.Samples(Category.LikelyToReject) is var own && Math.Min(own.Violating, own.Count - own.Violating) >= MinForCalibration)
        {
            var head = draft.Heads[(int)Category.LikelyToReject]!;
            draft.Heads[(int)Category.LikelyToReject] = head with { Calibration = Recalibrate(own, head.Calibration.MeanSlope) };
        }

        foreach (var category in plain.Offered)
        {
            validation.Calibrate(category, draft.Heads[(int)category]!.Calibration);
        }

        var card = options.Base.Card with
        {
            Name = options.Name,
            BaseSha256 = options.Base.Sha256,
            CreatedAt = options.CreatedAt,
            CodeVersion = options.CodeVersion,
            Seed = options.Seed,
            Files = options.Files,
            Sources = [.. options.Training.GroupBy(text => text.Source).Select(group => SourceCard(group, draft.Taught)).OrderBy(source => source.Source, StringComparer.Ordinal)],
            Categories = [.. options.Base.Card.Categories.Select(known => Measured(options, draft, validation, known))],
            Thresholds = KeptThresholds.Move(options.Base.Card.Thresholds, options.Base, plain, options.Kept, draft.Taught) with { LikelyToReject = LikelyToReject(options, validation) },
            Method = FormattableString.Invariant($"corrections to the weights of the base model in {draft.Taught.Count} categories, L2 {options.L2} (likely_to_reject) and {options.OtherL2} on their size, {options.Kept.Count} kept texts at weight {options.KeptWeight}; ")
                + options.Base.Card.Method,
            Limits = [.. options.Limits, .. options.Base.Card.Limits],
            Tried = [],
            FunctionalTest = null,
        };
        var test = FunctionalTest.Run(Write(card), options.FunctionalCases, showsTexts: false, replicates: Replicates, seed: options.Seed);
        return ArtefactWriter.Write(draft.With(card with { FunctionalTest = test }));

        Model Write(ModelCard written) => Model.Load(ArtefactWriter.Write(draft.With(written)));
    }

    private static Calibration Recalibrate(ScoredSamples samples, double before)
    {
        var fitted = Calibrator.Fit(samples, ReferencePrevalence.Of(Category.LikelyToReject));
        var middle = (fitted.LogOdds[0] + fitted.LogOdds[1]) / 2;
        var slope = Math.Clamp(fitted.MeanSlope, before / SteepestFactor, before * SteepestFactor);
        return new Calibration([-1, 1], [middle - slope, middle + slope]);
    }

    private static TrainingSourceCard SourceCard(IGrouping<string, LabelledText> group, List<Category> taught) => new()
    {
        Source = group.Key,
        Licence = "the site's own",
        Rows = group.Count(),
        Weights = new SortedDictionary<Category, double>(taught
            .Where(category => group.Any(text => text.Labels[category] is not null))
            .ToDictionary(category => category, category => group.Where(text => text.Labels[category] is not null).Average(text => text.Weight))),
    };

    // What the site's texts cannot measure keeps the base's figures.
    private static CategoryCard Measured(SiteTrainingOptions options, Draft draft, ValidationScores validation, CategoryCard known)
    {
        var samples = validation.Samples(known.Category);
        if (!draft.Taught.Contains(known.Category))
        {
            return known;
        }

        var taught = known with
        {
            TrainingRows = options.Training.Count(text => text.Labels[known.Category] is not null),
            TrainingViolating = options.Training.Count(text => text.Labels[known.Category] is true),
        };
        return Math.Min(samples.Violating, samples.Count - samples.Violating) < MinForThreshold
            ? taught
            : ModelAssembler.Measure(known.Category, samples, (taught.TrainingRows, taught.TrainingViolating), options.Seed);
    }

    /// <summary>The lowest score that keeps to the review budget when the site's validation texts are weighted to the reference prevalence; with few texts the base's.</summary>
    private static double LikelyToReject(SiteTrainingOptions options, ValidationScores validation)
    {
        var thresholds = options.Base.Card.Thresholds;
        var samples = validation.Samples(Category.LikelyToReject);
        if (Math.Min(samples.Violating, samples.Count - samples.Violating) < MinForThreshold)
        {
            return thresholds.LikelyToReject;
        }

        var threshold = 0.99;
        double flagged = 0;
        foreach (var step in samples.AtPrevalence(ReferencePrevalence.Of(Category.LikelyToReject)).Steps())
        {
            if ((flagged += step.Violating + step.Acceptable) > thresholds.ReviewBudget)
            {
                break;
            }

            threshold = step.Score;
        }

        return Math.Round(Math.Clamp(threshold, 0.01, 0.99), 3);
    }

    private sealed record Draft(Vocabulary Vocabulary, sbyte[] Roots, ModelParts.Head?[] Heads, List<Category> Taught)
    {
        public ModelParts With(ModelCard card) => new() { Card = card, Roots = Roots, Vocabulary = Vocabulary, Heads = Heads };
    }
}
