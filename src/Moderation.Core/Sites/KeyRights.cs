namespace Moderation.Sites;

/// <summary>What the holder of an API key may do. In the store: a comma-separated list of lower-case names.</summary>
[Flags]
internal enum KeyRights
{
    None = 0,

    /// <summary>Send submissions and texts to score.</summary>
    Submit = 1,

    /// <summary>Read submissions and the change feed.</summary>
    Read = 2,

    /// <summary>Decide about submissions.</summary>
    Decide = 4,

    /// <summary>Open, close and hide pages.</summary>
    Pages = 8,

    /// <summary>Block authors and networks. Only for keys that ask for it by name: who holds it decides who is heard.</summary>
    Blocks = 16,

    /// <summary>Read and write word lists, and apply them. Only for keys that ask for it by name.</summary>
    WordLists = 32,

    /// <summary>What a key may do when nobody says: all that a website's own program needs from day to day.</summary>
    Usual = Submit | Read | Decide | Pages,

    All = Usual | Blocks | WordLists,
}
