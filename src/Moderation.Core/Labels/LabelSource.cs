namespace Moderation.Labels;

/// <summary>Who says what a text is. The order is the order of trust: where several say something about one text, the first of them counts. In the store: the lower-case name.</summary>
internal enum LabelSource
{
    /// <summary>A moderator's decision.</summary>
    Decision,

    /// <summary>A reader's report that a moderator confirmed or dismissed.</summary>
    Report,

    /// <summary>Labels that came with imported comments.</summary>
    Import,

    /// <summary>What a client of a compatible door says about a text afterwards; nobody of the house has confirmed it.</summary>
    Feedback,
}
