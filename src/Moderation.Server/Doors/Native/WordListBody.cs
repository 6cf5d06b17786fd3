using System.Text.Json.Serialization;
using Moderation.Contracts;
using Moderation.WordLists;

namespace Moderation.Server.Doors.Native;

/// <summary>A word list as a website writes it: all of it, at every change.</summary>
internal sealed record WordListBody
{
    /// <summary>Unique within the site; reasons name it. Required.</summary>
    public string? Name { get; init; }

    /// <summary><c>flag</c> or <c>reject</c>. Required.</summary>
    public string? Action { get; init; }

    /// <summary>The only page it counts on; left out: the whole site.</summary>
    public PageReference? Page { get; init; }

    /// <summary>From when it counts; left out: at once.</summary>
    [JsonConverter(typeof(Rfc3339))]
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Until when it counts; left out: for good.</summary>
    [JsonConverter(typeof(Rfc3339))]
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Words and phrases, whole words only, however they are disguised. Required.</summary>
    public IReadOnlyList<string?>? Entries { get; init; }

    /// <summary>The version its writer saw: a change that somebody made meanwhile is then not overwritten. Left out: whatever there is.</summary>
    public int? Version { get; init; }

    public WordListDraft ToDraft() => new() { Name = Name, Action = Action, PageUrl = Page?.Url, StartsAt = StartsAt, EndsAt = EndsAt, Entries = Entries };
}

/// <summary>A text to try the lists on.</summary>
internal sealed record WordListTestBody
{
    /// <summary>Required.</summary>
    public string? Text { get; init; }

    /// <summary>The page it would be posted on; left out: only lists of the whole site count.</summary>
    public PageReference? Page { get; init; }
}

/// <summary>Where applying a list goes on.</summary>
internal sealed record WordListApplyBody
{
    /// <summary><c>next</c> of the answer before; left out at the start.</summary>
    public string? After { get; init; }
}
