namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What the pane beside the queue shows about the card in focus.</summary>
public enum PaneTab
{
    /// <summary>The thread above and below.</summary>
    Thread,

    /// <summary>The page it was sent to.</summary>
    Page,

    /// <summary>What its author wrote before.</summary>
    Author,

    /// <summary>Why it is here.</summary>
    Why,

    /// <summary>What the house asks for.</summary>
    Policy,
}

/// <summary>A reason that somebody chose.</summary>
/// <param name="Code">A code of the list.</param>
/// <param name="Note">Words for the record, if any.</param>
/// <param name="WithReplies">The replies below it go too.</param>
public sealed record ReasonChoice(string Code, string? Note, bool WithReplies = false);
