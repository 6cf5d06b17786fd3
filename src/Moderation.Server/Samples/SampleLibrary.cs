using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Moderation.Server.Samples;

/// <summary>The sample texts and names that are compiled into the program.</summary>
internal static partial class SampleLibrary
{
    /// <summary>Every comment, in the order of the file.</summary>
    public static IReadOnlyList<SampleComment> Comments { get; } = Read("comments.jsonl", SampleJson.Default.SampleComment);

    /// <summary>Every aside, in the order of the file.</summary>
    public static IReadOnlyList<SampleAside> Asides { get; } = Read("asides.jsonl", SampleJson.Default.SampleAside);

    /// <summary>Groups of names.</summary>
    public static IReadOnlyList<SampleNames> Names { get; } = Read("authors.jsonl", SampleJson.Default.SampleNames);

    private static List<T> Read<T>(string file, JsonTypeInfo<T> type)
    {
        using Stream stream = typeof(SampleLibrary).Assembly.GetManifestResourceStream($"Samples/{file}")
            ?? throw new InvalidOperationException($"The sample file {file} is not part of the program.");
        using StreamReader reader = new(stream);
        List<T> rows = [];
        while (reader.ReadLine() is { } line)
        {
            rows.Add(JsonSerializer.Deserialize(line, type) ?? throw new InvalidOperationException($"Line {rows.Count + 1} of {file} is null."));
        }

        return rows;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(SampleComment))]
    [JsonSerializable(typeof(SampleAside))]
    [JsonSerializable(typeof(SampleNames))]
    private sealed partial class SampleJson : JsonSerializerContext;
}
