namespace Moderation.Policies;

/// <summary>What is suspicious about a link by itself.</summary>
[Flags]
internal enum LinkKinds
{
    None = 0,

    /// <summary>A shortener, which hides where it leads.</summary>
    Shortener = 1,

    /// <summary>A domain with letters beyond ASCII, as itself or in its <c>xn--</c> form: it may look like another.</summary>
    Punycode = 2,

    /// <summary>No approved comment of the site has a link to this domain.</summary>
    Unseen = 4,
}
