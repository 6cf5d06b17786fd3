namespace Moderation.Submissions;

/// <summary>What can happen to a submission. Whether it may is for <see cref="SubmissionStateMachine"/> to say.</summary>
internal enum SubmissionEvent
{
    /// <summary>The policy concluded <c>Approve</c>, at first or when an unscored submission was scored again.</summary>
    VerdictApprove,

    /// <summary>The policy concluded <c>Flag</c>.</summary>
    VerdictFlag,

    /// <summary>The policy concluded <c>Reject</c>.</summary>
    VerdictReject,

    /// <summary>Scoring failed or gave up: a person can look at once, and scoring is tried again by itself.</summary>
    ScoringImpossible,

    /// <summary>A person, or a program of the site, approved.</summary>
    DecisionApprove,

    /// <summary>A person rejected.</summary>
    DecisionReject,

    /// <summary>A person took a comment out of public view.</summary>
    DecisionRemove,

    /// <summary>A person put a removed comment back.</summary>
    DecisionRestore,

    /// <summary>A person undid the last decision: the state before it stands again.</summary>
    DecisionReopen,

    /// <summary>Reports of readers reached their threshold.</summary>
    ReportsReachedThreshold,

    /// <summary>A word list was applied to approved comments and matched this one.</summary>
    WordListApplied,

    /// <summary>The author took it back.</summary>
    Withdraw,

    /// <summary>It is destroyed by legal request.</summary>
    Erase,
}
