using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moderation.Training;

/// <summary>What a training set is made of, and what stayed out and why. Kept as long as the models that were trained on it.</summary>
internal sealed record TrainingManifest
{
    /// <summary>Labels that were found, one for each submission.</summary>
    public required int Labels { get; init; }

    /// <summary>Texts in the set.</summary>
    public required int Texts { get; init; }

    /// <summary>The oldest and the newest label.</summary>
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Texts of the set by source.</summary>
    public required IReadOnlyDictionary<string, int> Sources { get; init; }

    /// <summary>Texts by what they are for, and how many of them violate.</summary>
    public required IReadOnlyDictionary<string, TrainingPartCount> Parts { get; init; }

    /// <summary>How many labels stayed out, by why: <c>duplicate</c>, <c>contradicted</c>, <c>held</c>, <c>dropped</c>, <c>campaign</c>, <c>actor</c>, <c>too_many</c>.</summary>
    public required IReadOnlyDictionary<string, int> LeftOut { get; init; }

    /// <summary>People and keys whose labels are in the set.</summary>
    public required int Actors { get; init; }

    /// <summary>Clusters of near-duplicates in the set.</summary>
    public required int Clusters { get; init; }

    /// <summary>What whoever reads the report should know, in sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, ManifestJson.Default.TrainingManifest);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static TrainingManifest FromJson(string json) => JsonSerializer.Deserialize(json, ManifestJson.Default.TrainingManifest) ?? throw new JsonException("A manifest is a JSON object.");
}

/// <summary>Texts of one part of a training set.</summary>
internal sealed record TrainingPartCount(int Texts, int Violating);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TrainingManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
