using Moderation.Contracts;

namespace Moderation.Intake;

/// <summary>One reply as it was read: what could be understood of it, and what could not. The validator goes on from here.</summary>
internal sealed record ReadReply
{
    /// <summary>The position in <c>items</c>; null when the message is one reply.</summary>
    public int? Index { get; init; }

    /// <summary>The members that could be read; those in <see cref="Errors"/> are null.</summary>
    public required SubmitReply Reply { get; init; }

    /// <summary>Sentences by member path. Empty when every member had the right type.</summary>
    public required IReadOnlyDictionary<string, string[]> Errors { get; init; }

    /// <summary>True when a text of it cannot be read at all (half a surrogate pair); refused as <see cref="RefusalCodes.Unreadable"/>.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>What stands before the member paths of this reply: empty, or <c>items[3].</c>.</summary>
    public string PathPrefix => PrefixOf(Index);

    /// <summary>The prefix of the item at <paramref name="index"/>.</summary>
    public static string PrefixOf(int? index) =>
        index is { } position ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"items[{position}].") : "";
}
