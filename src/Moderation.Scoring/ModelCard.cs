using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moderation.Scoring;

/// <summary>What a model is made of, what it was measured to do and what it cannot do. Written by the trainer, stored inside the artefact.</summary>
public sealed record ModelCard
{
    public required string Name { get; init; }

    /// <summary>SHA-256 of the model that this one was taught on top of; null for a model trained from nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BaseSha256 { get; init; }

    /// <summary>Given by whoever trains, so that equal inputs make equal bytes.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Version of the code that trained the model.</summary>
    public required string CodeVersion { get; init; }

    public required int Seed { get; init; }

    /// <summary>The files read, by content hash.</summary>
    public required IReadOnlyList<TrainingFileCard> Files { get; init; }

    /// <summary>The sources inside those files.</summary>
    public required IReadOnlyList<TrainingSourceCard> Sources { get; init; }

    /// <summary>One entry per offered category, in the order of <see cref="Category"/>.</summary>
    public required IReadOnlyList<CategoryCard> Categories { get; init; }

    public required DefaultThresholds Thresholds { get; init; }

    /// <summary>Coverage (0 to 1) below which a text counts as not understood.</summary>
    public required double CoverageLimit { get; init; }

    /// <summary>The sentence reader that is heard beside the words; null where words alone count.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SentenceCard? Sentences { get; init; }

    /// <summary>How features and learner are set up, in one line.</summary>
    public required string Method { get; init; }

    /// <summary>The functional test at the default thresholds, without the failing texts; null when it was not run.</summary>
    public Evaluation.FunctionalEvaluation? FunctionalTest { get; init; }

    /// <summary>What the model is known not to do well, for people.</summary>
    public required IReadOnlyList<string> Limits { get; init; }

    /// <summary>Everything that was tried on the way to this model, measured on validation only; empty for site models.</summary>
    public required IReadOnlyList<TrialCard> Tried { get; init; }

    /// <summary>The card as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ModelCardJson.Indented.ModelCard);

    /// <summary>Reads what <see cref="ToJson"/> wrote. Throws <see cref="JsonException"/> on anything else.</summary>
    public static ModelCard FromJson(string json) => JsonSerializer.Deserialize(json, ModelCardJson.Default.ModelCard) ?? throw new JsonException("A model card is a JSON object.");
}

/// <summary>One file of training or validation texts.</summary>
public sealed record TrainingFileCard
{
    /// <summary>File name without its folder.</summary>
    public required string Name { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>What it was used for: <c>training</c> or <c>validation</c>.</summary>
    public required string Use { get; init; }

    public required int Rows { get; init; }

    /// <summary>Rows that could not be read and were reported.</summary>
    public required int BadRows { get; init; }
}

/// <summary>One source of labelled texts.</summary>
public sealed record TrainingSourceCard
{
    public required string Source { get; init; }

    public required string Licence { get; init; }

    /// <summary>Rows used for training.</summary>
    public required int Rows { get; init; }

    /// <summary>Weight of its rows per category; a category without an entry was not trained on this source.</summary>
    public required IReadOnlyDictionary<Category, double> Weights { get; init; }
}

/// <summary>One category of a model: what it learnt from and how it does on validation texts, re-weighted to the reference prevalence.</summary>
public sealed record CategoryCard
{
    public required Category Category { get; init; }

    public required int TrainingRows { get; init; }

    public required int TrainingViolating { get; init; }

    public required int ValidationRows { get; init; }

    public required int ValidationViolating { get; init; }

    /// <summary>Share (0 to 1) of violating texts the scores are calibrated for.</summary>
    public required double ReferencePrevalence { get; init; }

    public required MetricInterval RocAuc { get; init; }

    /// <summary>Share (0 to 1) of violating texts found at the threshold that flags 1 % of the acceptable ones.</summary>
    public required MetricInterval RecallAtOnePercent { get; init; }

    /// <summary>The score that 1 % of the acceptable validation texts reach; 1 in cards that do not say.</summary>
    public double ThresholdAtOnePercent { get; init; } = 1;

    /// <summary>Slope of a logistic regression of the labels on the scores' logits; 1 is perfect.</summary>
    public required MetricInterval CalibrationSlope { get; init; }

    /// <summary>1 minus the Brier score over that of always saying the prevalence.</summary>
    public required MetricInterval BrierSkill { get; init; }
}

/// <summary>One thing that was tried.</summary>
public sealed record TrialCard
{
    public required string What { get; init; }

    /// <summary>The figure it was judged by.</summary>
    public required string Measure { get; init; }

    public required double Value { get; init; }

    /// <summary>What was concluded.</summary>
    public required string Conclusion { get; init; }
}
