namespace Moderation.Server.Samples;

/// <summary>A line of <c>comments.jsonl</c>: one text, written by hand, with what it is.</summary>
internal sealed record SampleComment
{
    /// <summary>What it really is.</summary>
    public required SampleLabel Label { get; init; }

    /// <summary>The sort within the label.</summary>
    public required string Kind { get; init; }

    /// <summary>The page topic it belongs under; null when it fits any page.</summary>
    public string? Topic { get; init; }

    /// <summary>The text itself.</summary>
    public required string Text { get; init; }
}
