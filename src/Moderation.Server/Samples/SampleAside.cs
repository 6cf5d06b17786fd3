namespace Moderation.Server.Samples;

/// <summary>A line of <c>asides.jsonl</c>: a sentence that people put before or after what they have to say.</summary>
internal sealed record SampleAside
{
    /// <summary>The label of the comments it goes with.</summary>
    public required SampleLabel Label { get; init; }

    /// <summary><c>before</c> or <c>after</c>.</summary>
    public required string Place { get; init; }

    /// <summary>The kinds it goes with; null for every kind of its label.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>The sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Whether it reads well beside that comment.</summary>
    public bool GoesWith(SampleComment comment) => Label == comment.Label && (Kinds is null || Kinds.Contains(comment.Kind));
}
