using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Submissions;

namespace Moderation.Judging;

/// <summary>
/// What becomes of a submission that cannot be judged: it is flagged as unscored, so that a person sees it, and a dead letter says why. Nothing that may have broken is
/// asked again: neither the model nor the policy. The letter names the stored submission, whose address is sealed, and repeats nothing of it.
/// </summary>
internal static class GivingUp
{
    /// <summary>After so many failures.</summary>
    public const int Attempts = 5;

    private const int UnscoredRule = 2;

    /// <summary>The submission as it is when nobody tries any more.</summary>
    public static JudgedSubmission Of(Submission submission, Page page, string? problem, DateTimeOffset now) => new()
    {
        Candidate = new Candidate { Submission = submission, Page = page },
        Judgement = new Judgement { Verdict = Verdict.Flag, Rule = UnscoredRule, Priority = 0, Reasons = [new Reason { Code = ReasonCodes.Unscored }] },
        Score = null,
        PolicyVersion = 0,
        DecidedAt = now,
        DeadLetter = Letter(submission, DeadLetterReasons.JudgingFailed, problem, now),
    };

    /// <summary>The letter of a submission.</summary>
    public static DeadLetter Letter(Submission submission, string reason, string? problem, DateTimeOffset now) => new()
    {
        DeadLetterId = Guid.CreateVersion7(now),
        Site = submission.Key.Site,
        SubmissionId = submission.Key.Id,
        Source = submission.Source == SubmissionSource.Queue ? "queue" : "http",
        Reason = reason,
        Detail = problem,
        CreatedAt = now,
    };
}
