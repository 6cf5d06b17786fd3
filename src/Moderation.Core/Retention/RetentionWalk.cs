namespace Moderation.Retention;

/// <summary>One way through the submissions: those that may have something to lose of one kind, by the time that counts for it.</summary>
internal enum RetentionWalk
{
    /// <summary>Texts of what was rejected as spam, by the decision.</summary>
    SpamTexts,

    /// <summary>Texts of anything that was rejected or removed, by the decision.</summary>
    RefusedTexts,

    /// <summary>Sealed addresses of what is decided, by the decision.</summary>
    Addresses,

    /// <summary>Hashed networks, by the time of arrival.</summary>
    Networks,

    /// <summary>Keyed hashes of authors, by the time of arrival.</summary>
    AuthorKeys,
}
