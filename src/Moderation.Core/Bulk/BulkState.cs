namespace Moderation.Bulk;

/// <summary>How far a decision about many is. In the store: the lower-case name.</summary>
internal enum BulkState
{
    /// <summary>Its items are fixed; nobody has confirmed it.</summary>
    Draft,

    /// <summary>Is being carried out, part by part.</summary>
    Running,

    /// <summary>Carried out. Those who come later to its campaign set it running again.</summary>
    Done,

    /// <summary>Is being undone, part by part.</summary>
    Undoing,

    /// <summary>Undone.</summary>
    Undone,
}
