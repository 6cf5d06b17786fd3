namespace Moderation.WordLists;

/// <summary>What became of a change to a word list.</summary>
internal enum WordListOutcome
{
    /// <summary>It is stored.</summary>
    Done,

    /// <summary>The draft has mistakes; nothing changed.</summary>
    Invalid,

    /// <summary>The site has no such list.</summary>
    Unknown,

    /// <summary>Another list of the site has the name.</summary>
    NameTaken,

    /// <summary>Somebody changed the list meanwhile.</summary>
    Changed,

    /// <summary>The site has as many lists as it may have.</summary>
    TooMany,
}

/// <summary>The outcome, with the list as it is now or the mistakes of the draft.</summary>
internal sealed record WordListResult(WordListOutcome Outcome)
{
    public WordList? List { get; init; }

    /// <summary>One sentence for each member that is wrong.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();
}
