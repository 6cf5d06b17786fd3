using Moderation.Scoring.Features;

namespace Moderation.Scoring.Training;

/// <summary>
/// Makes a model from labelled texts: features once, two regressions per category and member of the recipe, weights to one byte each, calibration and thresholds on validation texts.
/// </summary>
/// <remarks>
/// For a command: read files with <see cref="LabelledFile"/>, put their texts and cards into <see cref="TrainingOptions"/>, call <see cref="Train"/> with a progress
/// (it reports a few times a second from the calling thread), write <see cref="TrainingResult.Artefact"/> to a file and <see cref="ModelCard.ToJson"/> beside it.
/// <see cref="TrainingException"/> has a sentence for the user; cancelling throws <see cref="OperationCanceledException"/>. One thread but for reading sentences, no clock, no I/O.
/// </remarks>
public static class ModelTrainer
{
    private const double FeatureShare = 0.3;

    /// <summary>Trains a model.</summary>
    /// <exception cref="TrainingException">No category has both classes in training and validation.</exception>
    public static TrainingResult Train(TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var (training, validation) = Split(options);
        var matrix = FeatureMatrix.Build(
            training, options.Recipe, known: null, share => progress?.Report(new TrainingProgress("reading features", FeatureShare * share)), cancellationToken);
        var learner = new LinearLearner(matrix, options.Seed);
        var sources = new SourceBuckets(training);
        var heads = new LinearLearner.Weights?[Categories.Count];
        var counts = new (int Rows, int Violating)[Categories.Count];
        foreach (var category in Categories.All)
        {
            progress?.Report(new TrainingProgress($"learning {category.ToText()}", FeatureShare + ((0.9 - FeatureShare) * (int)category / Categories.Count)));
            var read = training.Where(text => text.Labels[category] is not null && text.Weight * options.Recipe.WeightOf(text.Source, category) > 0).ToList();
            if (!HasBothClasses(read, category) || !HasBothClasses(validation, category))
            {
                continue;
            }

            counts[(int)category] = (read.Count, read.Count(text => text.Labels[category] is true));
            heads[(int)category] = Consult(learner, options.Recipe, category, member => Examples(training, category, member, sources), cancellationToken);
        }

        if (heads.All(head => head is null))
        {
            throw new TrainingException("No category has violating and acceptable texts both for training and for validation.");
        }

        progress?.Report(new TrainingProgress("calibrating", 0.9));
        var artefact = ModelAssembler.Assemble(options, matrix, heads, counts, training, validation, cancellationToken);
        progress?.Report(new TrainingProgress("done", 1));
        return new TrainingResult { Artefact = artefact, Model = Model.Load(artefact) };
    }

    /// <summary>The sum of what the members learn, by share. Who finds only one class among the texts it reads has nothing to say.</summary>
    private static LinearLearner.Weights? Consult(
        LinearLearner learner, TrainingRecipe recipe, Category category, Func<RecipeMember, List<LinearLearner.Example>> read, CancellationToken cancellationToken)
    {
        var sum = new double[FeatureSpace.Size];
        double bias = 0, shares = 0;
        foreach (var member in recipe.Members.Where(member => member.ShareOf(category) > 0))
        {
            var (share, examples) = (member.ShareOf(category), read(member));
            if (examples.TrueForAll(example => example.IsViolating) || !examples.Exists(example => example.IsViolating))
            {
                continue;
            }

            var head = TrainHead(learner, examples, category, recipe, cancellationToken);
            for (var bucket = 0; bucket < sum.Length; bucket++)
            {
                sum[bucket] += share * head.PerBucket[bucket];
            }

            bias += share * head.Bias;
            shares += share;
        }

        return shares <= 0 ? null : new LinearLearner.Weights(Array.ConvertAll(sum, weight => (float)(weight / shares)), bias / shares);
    }

    private static LinearLearner.Weights TrainHead(
        LinearLearner learner, List<LinearLearner.Example> examples, Category category, TrainingRecipe recipe, CancellationToken cancellationToken)
    {
        var factor = recipe.PenaltyFactors.GetValueOrDefault(category, 1);
        var plain = learner.Train(examples, scales: null, factor * recipe.L2, recipe.MaxIterations, cancellationToken);
        var share = recipe.ScaledShares.GetValueOrDefault(category, recipe.ScaledShare);
        if (share <= 0)
        {
            return plain;
        }

        var scaled = learner.Train(examples, learner.ClassRatios(examples), factor * recipe.ScaledL2, recipe.MaxIterations, cancellationToken);
        var sum = new float[FeatureSpace.Size];
        for (var bucket = 0; bucket < sum.Length; bucket++)
        {
            sum[bucket] = (float)(((1 - share) * plain.PerBucket[bucket]) + (share * scaled.PerBucket[bucket]));
        }

        return new LinearLearner.Weights(sum, ((1 - share) * plain.Bias) + (share * scaled.Bias));
    }

    private static List<LinearLearner.Example> Examples(IReadOnlyList<LabelledText> texts, Category category, RecipeMember member, SourceBuckets sources)
    {
        var examples = new List<LinearLearner.Example>();
        for (var row = 0; row < texts.Count; row++)
        {
            var weight = texts[row].Weight * member.WeightOf(texts[row].Source, category);
            if (texts[row].Labels[category] is { } isViolating && weight > 0)
            {
                examples.Add(new LinearLearner.Example(row, isViolating, (float)weight, sources.Of(texts[row].Source)));
            }
        }

        return examples;
    }

    private static bool HasBothClasses(IReadOnlyList<LabelledText> texts, Category category) =>
        texts.Any(text => text.Labels[category] is true) && texts.Any(text => text.Labels[category] is false);

    private static (IReadOnlyList<LabelledText> Training, IReadOnlyList<LabelledText> Validation) Split(TrainingOptions options)
    {
        // Texts set apart for testing are never learnt from, whoever passes them in.
        var training = options.Training.Where(text => !text.IsForTesting).Select(WithUnion).ToList();
        if (options.Validation is { } validation)
        {
            var aside = training.ToLookup(options.Recipe.SetsAside);
            return (aside[false].ToList(), [.. validation.Where(text => !text.IsForTesting).Select(WithUnion), .. aside[true]]);
        }

        var isAside = training.ToLookup(text => TextSplit.IsValidation(text.Text));
        return (isAside[false].ToList(), isAside[true].ToList());
    }

    private static LabelledText WithUnion(LabelledText text) => text with { Labels = text.Labels.WithUnion() };

    /// <summary>The bucket of every source, in the order of first appearance; sources beyond the room share the last one.</summary>
    private sealed class SourceBuckets
    {
        private readonly Dictionary<string, int> _buckets = [];

        public SourceBuckets(IReadOnlyList<LabelledText> texts)
        {
            foreach (var text in texts)
            {
                _buckets.TryAdd(text.Source, FeatureSpace.FirstSource + Math.Min(_buckets.Count, FeatureSpace.SourceCount - 1));
            }
        }

        public int Of(string source) => _buckets[source];
    }
}
