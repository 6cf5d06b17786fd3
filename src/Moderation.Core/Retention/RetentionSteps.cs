namespace Moderation.Retention;

/// <summary>What a submission has to lose.</summary>
[Flags]
internal enum RetentionSteps
{
    None = 0,

    /// <summary>The text and the author's name and link.</summary>
    Text = 1,

    /// <summary>The sealed address.</summary>
    Address = 2,

    /// <summary>The hashed network.</summary>
    Network = 4,

    /// <summary>The keyed hashes of the author, unless the author wrote again since.</summary>
    AuthorKeys = 8,
}
