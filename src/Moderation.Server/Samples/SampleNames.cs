namespace Moderation.Server.Samples;

/// <summary>A line of <c>authors.jsonl</c>: names that go together.</summary>
internal sealed record SampleNames
{
    /// <summary>First names, or whatever is written first in that language.</summary>
    public required IReadOnlyList<string> Given { get; init; }

    /// <summary>The names written second.</summary>
    public required IReadOnlyList<string> Family { get; init; }
}
