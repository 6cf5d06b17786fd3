using Microsoft.Extensions.Logging;
using Moderation.Pages;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Judging;

/// <summary>
/// Judges submissions that are stored as Received. Safe to run twice, and twice at once: a submission that was judged meanwhile is left alone.
/// </summary>
internal sealed partial class JudgeReceived(
    Database database, SubmissionStore submissions, PageStore pages, SubmissionJudge judge, VerdictWriter writer, ILogger<JudgeReceived> log)
{
    /// <summary>After so many failures a submission is flagged as unscored, so that a person sees it.</summary>
    public const int MaxAttempts = 5;

    /// <summary>
    /// Judges what of <paramref name="keys"/> is still Received. If the batch breaks for another reason than the store's absence, each submission is
    /// judged alone, and the one that breaks is counted: it stays Received until it was tried <see cref="MaxAttempts"/> times, then it is flagged.
    /// Throws only when the store is away.
    /// </summary>
    public async Task HandleAsync(IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken)
    {
        try
        {
            await JudgeAsync(keys, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException && !database.IsTransient(problem))
        {
            if (keys.Count > 1)
            {
                Log.BatchBroke(log, keys.Count, problem.GetType().Name);
                foreach (SubmissionKey key in keys)
                {
                    await HandleAsync([key], cancellationToken).ConfigureAwait(false);
                }

                return;
            }

            Log.SubmissionBroke(log, keys[0].Site.Value, keys[0].Id.Value, problem.GetType().Name);
            await submissions.CountAttemptAsync(keys, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task JudgeAsync(IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken)
    {
        IReadOnlyList<Submission> rows = await submissions.FindManyAsync(keys, cancellationToken).ConfigureAwait(false);
        Submission[] received = [.. rows.Where(row => row.State == SubmissionState.Received)];
        if (received.Length == 0)
        {
            return;
        }

        IReadOnlyDictionary<Guid, Page> known = await pages.FindManyAsync([.. received.Select(row => row.PageId).Distinct()], cancellationToken).ConfigureAwait(false);
        Candidate[] candidates = [.. received.Select(row => new Candidate { Submission = row, Page = known[row.PageId], GaveUp = row.JudgeAttempts >= MaxAttempts })];
        await writer.ApplyAsync(await judge.JudgeAsync(candidates, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Error, "A batch of {Count} submissions could not be judged together ({Problem}); each is tried alone")]
        public static partial void BatchBroke(ILogger logger, int count, string problem);

        [LoggerMessage(2002, LogLevel.Error, "Submission {Id} of site {Site} could not be judged ({Problem}); it stays received and is tried again")]
        public static partial void SubmissionBroke(ILogger logger, string site, Guid id, string problem);
    }
}
