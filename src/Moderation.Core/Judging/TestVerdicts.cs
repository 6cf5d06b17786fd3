using Moderation.Policies;
using Moderation.Submissions;

namespace Moderation.Judging;

/// <summary>
/// The texts with which a website tries out each verdict through a test key. Every check still runs and every reason is kept; the verdict alone is the one asked for.
/// From any other key they are texts like all others.
/// </summary>
internal static class TestVerdicts
{
    /// <summary>The texts and the verdict of each.</summary>
    public static IReadOnlyDictionary<string, Verdict> Bodies { get; } = new Dictionary<string, Verdict>(StringComparer.Ordinal)
    {
        ["moderation-test-approve"] = Verdict.Approve,
        ["moderation-test-flag"] = Verdict.Flag,
        ["moderation-test-reject"] = Verdict.Reject,
    };

    /// <summary>The judgement as it is, or with the verdict that a test asked for. What could not be scored stays flagged.</summary>
    public static Judgement Apply(Submission submission, bool isScored, Judgement judgement)
    {
        if (!submission.IsTest || !isScored || !Bodies.TryGetValue(submission.Body.Trim(), out Verdict verdict))
        {
            return judgement;
        }

        return judgement with { Verdict = verdict, Priority = 0, Reasons = [.. judgement.Reasons, new Reason { Code = ReasonCodes.TestVerdict }] };
    }
}
