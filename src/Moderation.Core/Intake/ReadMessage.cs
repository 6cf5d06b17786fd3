using Moderation.Contracts;

namespace Moderation.Intake;

/// <summary>What was read from one message: either it is refused as a whole, or it holds replies, each read alone.</summary>
internal sealed record ReadMessage
{
    /// <summary>Null when there are <see cref="Replies"/>; else a code of <see cref="RefusalCodes"/> for the whole message.</summary>
    public string? RefusedAs { get; init; }

    /// <summary>Why the message as a whole is refused, by member path; empty otherwise.</summary>
    public required IReadOnlyDictionary<string, string[]> Errors { get; init; }

    /// <summary>True when the message had <c>items</c>.</summary>
    public bool HoldsItems { get; init; }

    /// <summary>One reply, or the 1 to 50 items in their order, the bad ones among them. Empty when the message is refused.</summary>
    public required IReadOnlyList<ReadReply> Replies { get; init; }

    /// <summary>A message of which nothing can be used.</summary>
    public static ReadMessage Refused(string code, string path, string sentence) => new()
    {
        RefusedAs = code,
        Errors = new Dictionary<string, string[]> { [path] = [sentence] },
        Replies = [],
    };

    /// <summary>A message that is one reply.</summary>
    public static ReadMessage Single(ReadReply reply) => new() { Errors = new Dictionary<string, string[]>(), Replies = [reply] };

    /// <summary>A reply that a trusted caller built from the contract type; nothing can be wrong with its types.</summary>
    public static ReadMessage Single(SubmitReply reply) => Single(new ReadReply { Reply = reply, Errors = new Dictionary<string, string[]>() });
}
