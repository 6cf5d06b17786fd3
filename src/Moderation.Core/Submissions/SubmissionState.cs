namespace Moderation.Submissions;

/// <summary>The states of a submission, the whole list. In the store, in JSON and on the wire: the lower-case name.</summary>
public enum SubmissionState
{
    /// <summary>Stored, not judged yet.</summary>
    Received,

    /// <summary>Waits for a person.</summary>
    Flagged,

    /// <summary>A comment the public may read.</summary>
    Approved,

    /// <summary>Refused; can still be approved by a person.</summary>
    Rejected,

    /// <summary>Taken out of public view by a person, or withdrawn by its author.</summary>
    Removed,

    /// <summary>Text and author are destroyed. Terminal.</summary>
    Erased,
}
