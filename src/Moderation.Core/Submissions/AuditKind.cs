namespace Moderation.Submissions;

/// <summary>What an entry of the audit trail tells.</summary>
internal enum AuditKind
{
    /// <summary>An earlier verdict of the machine, kept when a newer one took its place in the submission.</summary>
    Verdict,

    /// <summary>A person decided.</summary>
    Decision,

    /// <summary>A person passed it on to an admin.</summary>
    Escalation,

    /// <summary>A person looked at the address of its author.</summary>
    Disclosure,

    /// <summary>The author withdrew it.</summary>
    Withdrawal,

    /// <summary>It was made an editor's pick, or that was taken back.</summary>
    Feature,

    /// <summary>Text and author were destroyed.</summary>
    Erasure,

    /// <summary>A word list was applied to a comment.</summary>
    WordList,

    /// <summary>A person decided about many submissions at once; each has its own decision beside this.</summary>
    Bulk,

    /// <summary>Reports of readers hid it, or a person looked at them and let it stand.</summary>
    Report,

    /// <summary>Something about a site, a key, a policy or a model was changed.</summary>
    Admin,
}
