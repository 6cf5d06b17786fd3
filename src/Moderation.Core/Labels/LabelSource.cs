namespace Moderation.Labels;

/// <summary>Who says what a text is. The order is the order of trust: where several say something about one text, the first of them counts. In the store: the lower-case name.</summary>
internal enum LabelSource
{
    /// <summary>A moderator's decision.</summary>
    Decision,

    /// <summary>A reader's report that a moderator dismissed: the text may stand. One that is confirmed takes the comment away, and that is a decision.</summary>
    Report,

    /// <summary>The last decision of people elsewhere about an imported comment.</summary>
    Import,

    /// <summary>What a client of a compatible door says about a text afterwards; nobody of the house has confirmed it.</summary>
    Feedback,
}
