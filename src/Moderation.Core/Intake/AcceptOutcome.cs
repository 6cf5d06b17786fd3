using Moderation.Submissions;

namespace Moderation.Intake;

/// <summary>What became of a submission that was posted over HTTP.</summary>
internal enum AcceptOutcome
{
    /// <summary>Stored as Received, durably.</summary>
    Stored,

    /// <summary>The same content under the same id was stored before; nothing changed.</summary>
    Repeated,

    /// <summary>Another content has this id.</summary>
    IdTaken,

    /// <summary>The page does not accept submissions.</summary>
    PageClosed,

    /// <summary>The parent is not a submission of this page.</summary>
    ParentUnknown,

    /// <summary>Too many are waiting to be stored; nothing was stored.</summary>
    Overloaded,

    /// <summary>The store cannot be reached; nothing was stored.</summary>
    StoreAway,
}

/// <summary>The outcome with the submission it is about.</summary>
internal readonly record struct AcceptResult(AcceptOutcome Outcome, SubmissionKey Key);
