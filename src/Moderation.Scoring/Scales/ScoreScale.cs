using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moderation.Scoring.Scales;

/// <summary>
/// Our scores on Perspective's scale: one monotone map for each attribute, fitted to scores that Perspective gave, and how well it does. Belongs to the model it was fitted
/// with; scores of other models are calibrated to the same probabilities and may be shown with it, less exactly.
/// </summary>
public sealed record ScoreScale
{
    private const string Resource = "Moderation.Scoring.BaseModel.perspective.json";

    private static readonly Lazy<ScoreScale> LazyShipped = new(ReadShipped);

    /// <summary>SHA-256 of the model whose scores it was fitted with.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>What it was fitted on, without its folder.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of that file.</summary>
    public required string FileSha256 { get; init; }

    /// <summary>In the order of <see cref="ScaleAttributes.All"/>; an attribute the file did not have is missing.</summary>
    public required IReadOnlyList<AttributeScale> Attributes { get; init; }

    /// <summary>The scale that ships with the base model.</summary>
    public static ScoreScale Shipped => LazyShipped.Value;

    /// <summary>The scale of one attribute; null when it has none.</summary>
    public AttributeScale? Find(string attribute) => Attributes.FirstOrDefault(scale => scale.Attribute == attribute);

    /// <summary>This scale, with what it does not have taken from another.</summary>
    public ScoreScale Over(ScoreScale other) => this with
    {
        Attributes = [.. ScaleAttributes.All.Select(known => Find(known.Name) ?? other.Find(known.Name)).OfType<AttributeScale>()],
    };

    /// <summary>As indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ScaleJson.Default.ScoreScale) + "\n";

    /// <summary>Reads what <see cref="ToJson"/> wrote. Throws <see cref="JsonException"/> on anything else.</summary>
    public static ScoreScale FromJson(string json)
    {
        var scale = JsonSerializer.Deserialize(json, ScaleJson.Default.ScoreScale) ?? throw new JsonException("A scale is a JSON object.");
        foreach (var attribute in scale.Attributes)
        {
            if (ScaleAttributes.Find(attribute.Attribute) is null)
            {
                throw new JsonException("A scale names an attribute that is not scored.");
            }

            try
            {
                attribute.Prepare();
            }
            catch (ArgumentException problem)
            {
                throw new JsonException($"The map of {attribute.Attribute} is wrong: {problem.Message}", problem);
            }
        }

        return scale;
    }

    private static ScoreScale ReadShipped()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("The assembly lacks its Perspective scale.");
        using var reader = new StreamReader(stream);
        return FromJson(reader.ReadToEnd());
    }
}

/// <summary>One attribute: its map, and what was measured with texts the map was not fitted on.</summary>
public sealed record AttributeScale
{
    private ScaleMap? _map;

    /// <summary>Perspective's name, such as <c>TOXICITY</c>.</summary>
    public required string Attribute { get; init; }

    /// <summary>Log odds of our probability at the knots.</summary>
    public required IReadOnlyList<double> LogOdds { get; init; }

    /// <summary>Perspective's score at the knots.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>How many texts it was fitted on.</summary>
    public required int Texts { get; init; }

    /// <summary>Spearman's rank correlation of both scores, which no monotone map changes.</summary>
    public required double RankCorrelation { get; init; }

    /// <summary>At each threshold, how often both scores decide the same, each text scored with a map fitted without it.</summary>
    public required IReadOnlyList<ScaleAgreement> Agreement { get; init; }

    [JsonIgnore]
    public ScaleMap Map => _map ?? Prepare();

    internal ScaleMap Prepare() => _map = new ScaleMap(LogOdds, Values);

    /// <summary>Equal when what is written is equal.</summary>
    public bool Equals(AttributeScale? other) =>
        other is not null && Attribute == other.Attribute && LogOdds.SequenceEqual(other.LogOdds) && Values.SequenceEqual(other.Values)
        && Texts == other.Texts && RankCorrelation.Equals(other.RankCorrelation) && Agreement.SequenceEqual(other.Agreement);

    public override int GetHashCode() => HashCode.Combine(Attribute, Texts, RankCorrelation);
}

/// <summary>One threshold on both scales.</summary>
public sealed record ScaleAgreement
{
    public required double Threshold { get; init; }

    /// <summary>Share (0 to 1) of the texts that both scores put on the same side.</summary>
    public required double Equal { get; init; }

    /// <summary>How many texts our score puts at or above.</summary>
    public required int Ours { get; init; }

    /// <summary>How many texts Perspective's score put at or above.</summary>
    public required int Theirs { get; init; }

    /// <summary>How many texts both put at or above.</summary>
    public required int Both { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, NewLine = "\n", RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ScoreScale))]
internal sealed partial class ScaleJson : JsonSerializerContext;
