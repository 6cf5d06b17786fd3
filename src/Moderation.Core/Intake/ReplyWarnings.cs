namespace Moderation.Intake;

/// <summary>What the validator put right instead of refusing a reply, as stable codes. Counted, and shown to whoever set up the website.</summary>
internal static class ReplyWarnings
{
    /// <summary><c>submittedAt</c> was before the year 2000 or more than five minutes ahead; the time of arrival stands instead.</summary>
    public const string SubmittedAtReplaced = "submitted_at_replaced";

    /// <summary><c>elapsedSeconds</c> was negative or not a finite number and is left out.</summary>
    public const string ElapsedSecondsIgnored = "elapsed_seconds_ignored";

    /// <summary><c>page.title</c> was too long and is cut.</summary>
    public const string TitleCut = "title_cut";
}
