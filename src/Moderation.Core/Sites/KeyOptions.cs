namespace Moderation.Sites;

/// <summary>How a door treats the holder of a key, where there is more than one way. In the store: a comma-separated list of lower-case names; empty for the usual way.</summary>
[Flags]
internal enum KeyOptions
{
    None = 0,

    /// <summary>What comes through the doors of other services is stored and reviewed. Without it they only score, and nothing of a text is kept.</summary>
    Store = 1,

    /// <summary>The Perspective door refuses languages the model does not know, as Google did. Without it every text is scored.</summary>
    StrictLanguage = 2,

    /// <summary>The Perspective door leaves out attributes that are not scored here. Without it they are refused, as Google did with unknown ones.</summary>
    LenientAttributes = 4,

    /// <summary>The Akismet door answers "not spam yet, ask again" for what is stored, waits for a person and is not about spam. Without it that is spam. Only for clients that know the header; others would publish.</summary>
    Hold = 8,

    /// <summary>The Akismet door accepts only clients whose site is one of the site's origins. Without it the key counts wherever it is used.</summary>
    OwnHosts = 16,
}
