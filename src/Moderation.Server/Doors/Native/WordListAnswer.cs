using System.Text.Json.Serialization;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.WordLists;

namespace Moderation.Server.Doors.Native;

/// <summary>A word list as its site sees it.</summary>
internal sealed record WordListAnswer
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required Verdict Action { get; init; }

    /// <summary>The only page it counts on; null: the whole site.</summary>
    public required string? PageUrl { get; init; }

    public required DateTimeOffset? StartsAt { get; init; }

    public required DateTimeOffset? EndsAt { get; init; }

    public required int EntryCount { get; init; }

    /// <summary>Counts its changes.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Absent where lists are listed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Entries { get; init; }

    public static WordListAnswer From(WordList list, string? pageUrl, bool hasEntries) => new()
    {
        Id = list.Id,
        Name = list.Name,
        Action = list.Action,
        PageUrl = AddressMask.MaskUrl(pageUrl),
        StartsAt = list.StartsAt,
        EndsAt = list.EndsAt,
        EntryCount = list.EntryCount,
        Version = list.Version,
        UpdatedAt = list.UpdatedAt,
        Entries = hasEntries ? list.Entries : null,
    };
}

/// <summary>The lists of a site by name, without their entries.</summary>
internal sealed record WordListsAnswer
{
    public required IReadOnlyList<WordListAnswer> Lists { get; init; }
}

/// <summary>What of the lists is in a text.</summary>
internal sealed record WordMatchesAnswer
{
    public required IReadOnlyList<WordMatchAnswer> Matches { get; init; }
}

/// <summary>One entry at one place.</summary>
/// <param name="List">The name of the list.</param>
/// <param name="Entry">The entry as the list has it.</param>
/// <param name="Action">What the list asks for.</param>
/// <param name="Start">First UTF-16 offset of the text as sent.</param>
/// <param name="End">Offset just after the last character.</param>
internal sealed record WordMatchAnswer(string List, string Entry, Verdict Action, int Start, int End)
{
    public static WordMatchAnswer From(WordMatch match) => new(match.List, match.Entry, match.Action, match.Start, match.End);
}

/// <summary>What one call to apply a list did.</summary>
internal sealed record AppliedAnswer
{
    /// <summary>Comments looked at.</summary>
    public required int Examined { get; init; }

    /// <summary>Comments flagged.</summary>
    public required int Flagged { get; init; }

    /// <summary>To be sent as <c>after</c> with the next call; null when everything was looked at.</summary>
    public required string? Next { get; init; }
}
