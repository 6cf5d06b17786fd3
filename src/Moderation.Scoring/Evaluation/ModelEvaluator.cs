using Moderation.Scoring.Training;

namespace Moderation.Scoring.Evaluation;

/// <summary>Measures a model on labelled texts.</summary>
/// <remarks>
/// For a command: read files with <see cref="LabelledFile"/>, call <see cref="Evaluate"/>, write <see cref="EvaluationReport.ToJson"/> and
/// <see cref="EvaluationReport.ToHtml"/>. Equal inputs give equal reports. The report quotes texts it got wrong; set
/// <see cref="EvaluationOptions.WorstErrors"/> to 0 where that must not happen.
/// </remarks>
public static class ModelEvaluator
{
    /// <summary>Evaluates every offered category for which the texts have both classes.</summary>
    /// <exception cref="TrainingException">No offered category has both classes among the texts.</exception>
    public static EvaluationReport Evaluate(
        Model model,
        IReadOnlyList<LabelledText> texts,
        EvaluationOptions options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        var labelled = texts.Select(text => text with { Labels = text.Labels.WithUnion() }).ToList();
        var ours = TextScores.Compute(model, labelled, cancellationToken);
        var others = options.ComparedWith.ToDictionary(entry => entry.Key, entry => TextScores.Compute(entry.Value, labelled, cancellationToken));
        foreach (var (name, file) in options.ComparedScores)
        {
            others[name] = file.For(labelled);
        }

        var evaluator = new CategoryEvaluator(model, labelled, options, ours, others);
        var categories = new List<CategoryEvaluation>();
        foreach (var category in model.Offered)
        {
            progress?.Report(new TrainingProgress($"measuring {category.ToText()}", (double)(int)category / Categories.Count));
            if (evaluator.Evaluate(category, cancellationToken) is { } evaluation)
            {
                categories.Add(evaluation);
            }
        }

        if (categories.Count == 0)
        {
            throw new TrainingException("No category of this model has violating and acceptable texts among the labelled ones.");
        }

        progress?.Report(new TrainingProgress("done", 1));
        return new EvaluationReport
        {
            Name = options.Name,
            ModelName = model.Card.Name,
            ModelSha256 = model.Sha256,
            Files = options.Files,
            Texts = labelled.Count,
            NotUnderstood = ours.NotUnderstood,
            Categories = categories,
            Functional = FunctionalTest.Run(model, options.FunctionalCases, options.IsStopped, options.WorstErrors > 0, options.Replicates, options.Seed),
            Identity = IdentitySentences.Evaluate(model),
        };
    }
}
