using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moderation.Scoring.Evaluation;

/// <summary>How a model does on labelled texts. All shares are 0 to 1; intervals are 95 % by bootstrap.</summary>
public sealed record EvaluationReport
{
    public required string Name { get; init; }

    public required string ModelName { get; init; }

    public required string ModelSha256 { get; init; }

    public required IReadOnlyList<TrainingFileCard> Files { get; init; }

    public required int Texts { get; init; }

    /// <summary>Share of the texts the model said it does not understand.</summary>
    public required double NotUnderstood { get; init; }

    public required IReadOnlyList<CategoryEvaluation> Categories { get; init; }

    /// <summary>The functional test; null when it was left out.</summary>
    public FunctionalEvaluation? Functional { get; init; }

    /// <summary>Acceptable sentences that name groups of people, scored with the default thresholds.</summary>
    public required IdentityEvaluation Identity { get; init; }

    /// <summary>The report as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJson.Default.EvaluationReport);

    /// <summary>Reads what <see cref="ToJson"/> wrote. Throws <see cref="JsonException"/> on anything else.</summary>
    public static EvaluationReport FromJson(string json) => JsonSerializer.Deserialize(json, EvaluationJson.Default.EvaluationReport) ?? throw new JsonException("A report is a JSON object.");

    /// <summary>The report as one HTML page that loads nothing.</summary>
    public string ToHtml() => EvaluationHtml.Write(this);
}

/// <summary>One category; only categories with both classes among the texts are reported.</summary>
public sealed record CategoryEvaluation
{
    public required Category Category { get; init; }

    public required int Rows { get; init; }

    public required int Violating { get; init; }

    public required double ReferencePrevalence { get; init; }

    public required MetricInterval RocAuc { get; init; }

    public required MetricInterval AveragePrecision { get; init; }

    public required MetricInterval RecallAtOnePercent { get; init; }

    /// <summary>At the reference prevalence; 1 is perfect.</summary>
    public required MetricInterval CalibrationSlope { get; init; }

    /// <summary>At the reference prevalence.</summary>
    public required MetricInterval BrierSkill { get; init; }

    /// <summary>Share of violating texts among those with a score of 0.8 or more, at the reference prevalence; NaN when there are none.</summary>
    public required double ViolatingAbove80 { get; init; }

    /// <summary>False-positive rate (x) and recall (y).</summary>
    public required IReadOnlyList<CurvePoint> RocCurve { get; init; }

    /// <summary>Recall (x) and precision at the reference prevalence (y).</summary>
    public required IReadOnlyList<CurvePoint> PrecisionRecallCurve { get; init; }

    /// <summary>Mean score (x) and share of violating texts (y) in bins of the score, at the reference prevalence.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    public required IReadOnlyList<ThresholdRow> Thresholds { get; init; }

    /// <summary>By source and by length.</summary>
    public required IReadOnlyList<SliceRow> Slices { get; init; }

    public required IReadOnlyList<DisguiseRow> Disguises { get; init; }

    /// <summary>Other models and programs on the same texts.</summary>
    public required IReadOnlyList<ComparisonRow> Comparisons { get; init; }

    public required IReadOnlyList<ErrorRow> FalsePositives { get; init; }

    public required IReadOnlyList<ErrorRow> FalseNegatives { get; init; }
}

public readonly record struct CurvePoint(double X, double Y);

public readonly record struct ReliabilityBin(double MeanScore, double ViolatingShare, double Share);

/// <summary>What one threshold would do at the reference prevalence.</summary>
public sealed record ThresholdRow(double Threshold, bool IsDefault, MetricInterval Precision, MetricInterval Recall, MetricInterval FlaggedShare);

/// <summary>One slice of the texts; the area is null when the slice lacks one of the classes.</summary>
public sealed record SliceRow(string Slice, int Rows, int Violating, MetricInterval? RocAuc);

/// <summary>The same texts clean and disguised; <paramref name="Loss"/> is paired.</summary>
public sealed record DisguiseRow(string Disguise, int Rows, double CleanRocAuc, double DisguisedRocAuc, MetricInterval Loss);

/// <summary>Another model or program; <paramref name="Lead"/> is ours minus theirs, paired where it could be measured, else without an interval.</summary>
public sealed record ComparisonRow(string Name, double RocAuc, double? RecallAtOnePercent, MetricInterval Lead, bool IsPaired)
{
    /// <summary>Its curves on the texts that both scored; null for a published figure, and in reports of versions that drew only one model.</summary>
    public CategoryCurves? Curves { get; init; }
}

/// <summary>The curves of one model in one category, as in <see cref="CategoryEvaluation"/>.</summary>
public sealed record CategoryCurves(IReadOnlyList<CurvePoint> Roc, IReadOnlyList<CurvePoint> PrecisionRecall, IReadOnlyList<ReliabilityBin> Reliability);

/// <summary>A text the model got wrong, with the words that moved its score.</summary>
public sealed record ErrorRow(string Id, string Source, double Score, string Excerpt, IReadOnlyList<string> Reasons);

/// <summary>False positives on acceptable sentences that name groups.</summary>
public sealed record IdentityEvaluation(int Sentences, int Flagged, IReadOnlyList<IdentityRow> Groups);

/// <summary>One group: how many of its sentences reach a default flag threshold, and the mean highest abuse score.</summary>
public sealed record IdentityRow(string Group, int Sentences, int Flagged, double MeanHighestScore);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters = [typeof(CategoryJsonConverter)],
    WriteIndented = true,
    NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
