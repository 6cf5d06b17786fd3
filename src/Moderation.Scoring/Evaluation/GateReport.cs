using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moderation.Scoring.Evaluation;

/// <summary>Whether a challenger is good enough to become champion, and everything that was looked at to say so. It speaks of two models and one holdout, and of no others.</summary>
public sealed record GateReport
{
    /// <summary>SHA-256 of the challenger's artefact.</summary>
    public required string Challenger { get; init; }

    /// <summary>SHA-256 of the champion it was compared with.</summary>
    public required string Champion { get; init; }

    /// <summary>SHA-256 of the training set whose held-out part both were measured on.</summary>
    public required string TrainingSet { get; init; }

    /// <summary>Texts in that part.</summary>
    public required int HoldoutTexts { get; init; }

    public required IReadOnlyList<GateCheck> Checks { get; init; }

    /// <summary>Every check holds.</summary>
    public bool Passed => Checks.All(check => check.Passed);

    /// <summary>Why this report cannot speak for a promotion, in one sentence; null when it can.</summary>
    public string? WhyNotFor(string challenger, string champion) =>
        challenger != Challenger ? $"The report is about model {Short(Challenger)}, not about {Short(challenger)}."
        : champion != Champion ? $"The report compares with champion {Short(Champion)}, but {Short(champion)} decides now: train again."
        : null;

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, GateReportJson.Default.GateReport);

    /// <summary>Reads what <see cref="ToJson"/> wrote. Throws <see cref="JsonException"/> on anything else.</summary>
    public static GateReport FromJson(string json) => JsonSerializer.Deserialize(json, GateReportJson.Default.GateReport) ?? throw new JsonException("A gate report is a JSON object.");

    private static string Short(string sha256) => sha256.Length > 12 ? sha256[..12] : sha256;
}

/// <summary>One thing the gate looks at.</summary>
public sealed record GateCheck
{
    /// <summary>What was looked at: <c>category</c>, <c>functional</c>, <c>identity</c>, <c>calibration</c>, <c>speed</c> or <c>holdout</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The category it is about; null for the model as a whole.</summary>
    public Category? Category { get; init; }

    public required bool Passed { get; init; }

    /// <summary>The champion's figure; null where there is none.</summary>
    public double? Champion { get; init; }

    /// <summary>The challenger's figure; null where there is none.</summary>
    public double? Challenger { get; init; }

    /// <summary>Challenger minus champion with its 95 % interval, measured in pairs on the same texts; null where nothing was drawn.</summary>
    public MetricInterval? Difference { get; init; }

    /// <summary>What was found, in one sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>JSON of gate reports: camelCase, categories by their names on the wire.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(CategoryJsonConverter)], RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(GateReport))]
internal sealed partial class GateReportJson : JsonSerializerContext;
