using System.Globalization;
using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Training;
using Moderation.Storage;

namespace Moderation.Training;

/// <summary>From a frozen set to a challenger with its report and the gate's word. Pure and long: it runs on a thread of its own.</summary>
internal static class SiteTraining
{
    private const double TrainingShare = 0.6;

    /// <summary>Trains and measures.</summary>
    /// <exception cref="TrainingException">The set cannot make a model; the message says what is missing.</exception>
    public static SiteTrainingOutcome Run(
        TrainingSet set, IReadOnlyDictionary<Guid, string> texts, Model baseModel, Model champion, string codeVersion, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        LabelledText[] Part(TrainingPart part) => [.. set.Items.Where(item => item.Part == part && texts.ContainsKey(item.SubmissionId)).Select(item => ToText(item, texts[item.SubmissionId]))];
        LabelledText[] training = Part(TrainingPart.Training);
        LabelledText[] validation = Part(TrainingPart.Validation);
        LabelledText[] holdout = Part(TrainingPart.Holdout);
        Check(set.Manifest);
        TrainingResult trained = SiteModelTrainer.Train(
            new SiteTrainingOptions
            {
                Base = baseModel,
                Name = $"site {set.Site}",
                CreatedAt = set.CreatedAt,
                CodeVersion = codeVersion,
                Training = training,
                Validation = validation,
                Files = [Card("training", training.Length), Card("validation", validation.Length)],
                Limits = set.Manifest.Warnings,
            },
            new PartOf(progress, 0, TrainingShare),
            cancellationToken);
        progress.Report(new TrainingProgress("comparing with the champion", TrainingShare));
        GateReport gate = ModelGate.Compare(trained.Model, champion, holdout, set.Sha256, new GateOptions(), cancellationToken);
        return new SiteTrainingOutcome(trained, gate, Evaluate(trained.Model, champion, holdout, set, new PartOf(progress, 0.75, 0.25), cancellationToken));

        TrainingFileCard Card(string use, int rows) => new() { Name = "training set", Sha256 = set.Sha256, Use = use, Rows = rows, BadRows = 0 };
    }

    private static void Check(TrainingManifest manifest)
    {
        if (manifest.Labels == 0)
        {
            throw new TrainingException("There are no labels yet: no moderator of this site has decided about a submission for a reason that says something about its text.");
        }

        TrainingPartCount part = manifest.Parts[TrainingPart.Training.ToText()];
        int acceptable = part.Texts - part.Violating;
        if (part.Violating < SiteModelTrainer.MinPerClass || acceptable < SiteModelTrainer.MinPerClass)
        {
            string kinds = part.Violating == 0 ? "only acceptable texts" : acceptable == 0 ? "only violating texts" : string.Create(CultureInfo.InvariantCulture, $"{part.Violating} violating and {acceptable} acceptable texts");
            throw new TrainingException(string.Create(
                CultureInfo.InvariantCulture,
                $"Of {manifest.Labels} labels, {part.Texts} are to be learnt from, and these are {kinds}; a model needs at least {SiteModelTrainer.MinPerClass} of either kind.")
                + string.Concat(manifest.Warnings.Select(warning => " " + warning)));
        }
    }

    private static LabelledText ToText(TrainingItem item, string text) => new()
    {
        Id = item.SubmissionId.ToString("D"),
        Source = item.Source.ToText(),
        Text = text,
        Weight = item.Weight,
        Labels = LabelReasons.ToLabels(item.IsViolating, item.Reason),
    };

    /// <summary>The evaluation, in pairs with the champion and without a single text; null when the holdout lacks one of the classes.</summary>
    private static EvaluationReport? Evaluate(Model challenger, Model champion, LabelledText[] holdout, TrainingSet set, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        if (!Array.Exists(holdout, text => text.Labels[Category.LikelyToReject] is true) || !Array.Exists(holdout, text => text.Labels[Category.LikelyToReject] is false))
        {
            return null;
        }

        EvaluationOptions options = new()
        {
            Name = $"Challenger of site {set.Site}",
            Files = [new TrainingFileCard { Name = "training set", Sha256 = set.Sha256, Use = "holdout", Rows = holdout.Length, BadRows = 0 }],
            ComparedWith = new Dictionary<string, Model> { ["champion"] = champion },
            MaxDisguisedPerClass = 200,
            WorstErrors = 0,
        };
        return ModelEvaluator.Evaluate(challenger, holdout, options, progress, cancellationToken);
    }

    private sealed class PartOf(IProgress<TrainingProgress> whole, double start, double share) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => whole.Report(value with { Share = start + (share * value.Share) });
    }
}

/// <summary>A challenger with all that was measured.</summary>
internal sealed record SiteTrainingOutcome(TrainingResult Trained, GateReport Gate, EvaluationReport? Evaluation);
