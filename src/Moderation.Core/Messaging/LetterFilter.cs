namespace Moderation.Messaging;

/// <summary>Which dead letters are meant. What is null says nothing.</summary>
internal sealed record LetterFilter
{
    /// <summary>All of them.</summary>
    public static readonly LetterFilter Any = new();

    /// <summary>Letters that name this site, or one item of it.</summary>
    public string? Site { get; init; }

    /// <summary>Letters that are here for this reason.</summary>
    public string? Code { get; init; }

    /// <summary>The one message of the error queues with this handle.</summary>
    public string? Handle { get; init; }
}
