namespace Moderation.Submissions;

/// <summary>A submission that waits for a verdict; also the place in the list after which the next ones follow.</summary>
internal sealed record WaitingSubmission
{
    public required SubmissionKey Key { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How often judging has failed so far.</summary>
    public required int JudgeAttempts { get; init; }
}
