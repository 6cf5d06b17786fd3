using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moderation.Server.Doors.Perspective;

/// <summary>What people decided about a text: for each attribute 1 (it has it) or 0.</summary>
internal sealed record SuggestRequest
{
    public CommentText? Comment { get; init; }

    public CommentContext? Context { get; init; }

    /// <summary>By name of the attribute.</summary>
    public Dictionary<string, SuggestedScores?>? AttributeScores { get; init; }

    public List<string?>? Languages { get; init; }

    /// <summary>Given back as it is.</summary>
    public string? ClientToken { get; init; }
}

/// <summary>What is said of one attribute.</summary>
internal sealed record SuggestedScores
{
    public SuggestedScore? SummaryScore { get; init; }

    [JsonPropertyName("spanScores")]
    public JsonElement? Spans { get; init; }
}

/// <summary>A number from 0 to 1; without a type it is a probability.</summary>
internal sealed record SuggestedScore
{
    public double? Value { get; init; }

    public string? Type { get; init; }
}
