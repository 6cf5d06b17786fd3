namespace Moderation.WordLists;

/// <summary>A word list as somebody wrote it, not checked yet.</summary>
internal sealed record WordListDraft
{
    public string? Name { get; init; }

    /// <summary><c>flag</c> or <c>reject</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The address of the only page it counts on; null: the whole site.</summary>
    public string? PageUrl { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public IReadOnlyList<string?>? Entries { get; init; }
}
