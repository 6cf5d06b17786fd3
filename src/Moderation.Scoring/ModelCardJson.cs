using System.Text.Json;
using System.Text.Json.Serialization;
using Moderation.Scoring.Sentences;

namespace Moderation.Scoring;

/// <summary>JSON of the card: camelCase, categories by their names on the wire, also as keys.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(CategoryJsonConverter)], RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(TrialCard[]))]
[JsonSerializable(typeof(SentenceReaderCard))]
internal sealed partial class ModelCardJson : JsonSerializerContext
{
    public static ModelCardJson Indented { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Converters = { new CategoryJsonConverter() },
        RespectNullableAnnotations = true,
        WriteIndented = true,
        NewLine = "\n",
    });
}

/// <summary>Writes a category as <c>severe_toxicity</c>, also where it is a key.</summary>
public sealed class CategoryJsonConverter : JsonConverter<Category>
{
    public override Category Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, Category value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToText());

    public override Category ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Category value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToText());

    private static Category Parse(string? text) =>
        Categories.TryParse(text, out var category) ? category : throw new JsonException($"'{text}' is not a category.");
}
