using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moderation.Server.Doors.Perspective;

/// <summary>What a client asks about a text. Members that are not here are ignored, as are the session, the community and the context: they never changed a score.</summary>
internal sealed record AnalyzeRequest
{
    public CommentText? Comment { get; init; }

    public CommentContext? Context { get; init; }

    /// <summary>By name of the attribute.</summary>
    public Dictionary<string, AttributeRequest?>? RequestedAttributes { get; init; }

    public List<string?>? Languages { get; init; }

    public bool? SpanAnnotations { get; init; }

    /// <summary>Given back as it is.</summary>
    public string? ClientToken { get; init; }
}

/// <summary>A text.</summary>
internal sealed record CommentText
{
    public string? Text { get; init; }

    /// <summary><c>PLAIN_TEXT</c>, which is the default, or <c>HTML</c>, which is refused.</summary>
    public string? Type { get; init; }
}

/// <summary>What a text answers; one of the two.</summary>
internal sealed record CommentContext
{
    public List<CommentText?>? Entries { get; init; }

    public JsonElement? ArticleAndParentComment { get; init; }
}

/// <summary>How one attribute is asked for.</summary>
internal sealed record AttributeRequest
{
    public string? ScoreType { get; init; }

    /// <summary>A score below it is left out.</summary>
    public double? ScoreThreshold { get; init; }
}

/// <summary>Requests as JSON; numbers may be written as texts, as everywhere at Google.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowReadingFromString, AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(AnalyzeRequest))]
[JsonSerializable(typeof(SuggestRequest))]
internal sealed partial class PerspectiveJson : JsonSerializerContext;
