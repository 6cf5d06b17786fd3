using Moderation.Policies;
using Moderation.Sites;

namespace Moderation.WordLists;

/// <summary>A list of words and phrases, and what is done with a text that has one of them.</summary>
internal sealed record WordList
{
    public required Guid Id { get; init; }

    public required SiteId Site { get; init; }

    /// <summary>Unique within the site; reasons name it.</summary>
    public required string Name { get; init; }

    /// <summary>Flag or reject.</summary>
    public required Verdict Action { get; init; }

    /// <summary>The only page it counts on; null: the whole site.</summary>
    public Guid? PageId { get; init; }

    /// <summary>From when it counts; null: at once.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Until when it counts, this moment not included; null: for good.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Words and phrases as they were written, each once; empty where a list is shown without them.</summary>
    public IReadOnlyList<string> Entries { get; init; } = [];

    /// <summary>How many entries it has.</summary>
    public required int EntryCount { get; init; }

    /// <summary>Counts its changes from 1.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The actor who changed it last.</summary>
    public required string UpdatedBy { get; init; }

    /// <summary>True while it counts on a page.</summary>
    public bool Counts(Guid? pageId, DateTimeOffset at) => (PageId is null || PageId == pageId) && !(StartsAt > at) && !(EndsAt <= at);
}
