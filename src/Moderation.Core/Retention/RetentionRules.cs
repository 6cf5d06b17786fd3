using Moderation.Submissions;

namespace Moderation.Retention;

/// <summary>Which parts of a submission have outlived their time. Pure.</summary>
internal static class RetentionRules
{
    /// <summary>At and above this score a rejection was one for spam; the console counts the same way.</summary>
    private const double SpamFrom = 0.5;

    public static RetentionSteps Of(KeptSubmission row, DateTimeOffset now)
    {
        RetentionSteps steps = RetentionSteps.None;
        if (row.HasText && row.DecidedAt is { } decided && IsTextOver(row, decided, now))
        {
            steps |= RetentionSteps.Text;
        }

        // What nobody decided yet still needs its address.
        if (row.HasAddress && row.State is not (SubmissionState.Received or SubmissionState.Flagged) && row.DecidedAt?.AddDays(RetentionTimes.AddressDays) <= now)
        {
            steps |= RetentionSteps.Address;
        }

        if (row.HasNetwork && row.ReceivedAt.AddDays(RetentionTimes.NetworkDays) <= now)
        {
            steps |= RetentionSteps.Network;
        }

        return row.AuthorKey is not null && row.ReceivedAt <= now.AddMonths(-RetentionTimes.AuthorKeyMonths) ? steps | RetentionSteps.AuthorKeys : steps;
    }

    private static bool IsTextOver(KeptSubmission row, DateTimeOffset decided, DateTimeOffset now) => row.State switch
    {
        SubmissionState.Rejected when row.Spam >= SpamFrom => decided.AddDays(RetentionTimes.SpamTextDays) <= now,
        SubmissionState.Rejected or SubmissionState.Removed => decided <= now.AddMonths(-RetentionTimes.OtherTextMonths),
        SubmissionState.Received or SubmissionState.Flagged or SubmissionState.Approved or SubmissionState.Erased => false,
    };
}
