using Microsoft.Extensions.Logging;
using Moderation.Pages;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Judging;

/// <summary>
/// Judges submissions that are stored as Received. Safe to run twice, and twice at once: a submission that was judged meanwhile is left alone.
/// </summary>
internal sealed partial class JudgeReceived(
    Database database, SubmissionStore submissions, PageStore pages, SubmissionJudge judge, VerdictWriter writer, TimeProvider clock, ILogger<JudgeReceived> log)
{
    /// <summary>
    /// Judges what of <paramref name="keys"/> is still Received. If the batch breaks for another reason than the store's absence, each submission is
    /// judged alone, and the one that breaks is counted: it stays Received until it was tried <see cref="GivingUp.Attempts"/> times, then it is given up.
    /// Throws only when the store is away.
    /// </summary>
    /// <param name="keys">What to judge.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="traces">The traces of the requests that brought them, as <c>traceparent</c>; null where none is known.</param>
    public async Task HandleAsync(IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken, IReadOnlyDictionary<SubmissionKey, string?>? traces = null)
    {
        try
        {
            await JudgeAsync(keys, traces, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException && !database.IsTransient(problem))
        {
            if (keys.Count > 1)
            {
                Log.BatchBroke(log, keys.Count, problem.GetType().Name);
                foreach (SubmissionKey key in keys)
                {
                    await HandleAsync([key], cancellationToken, traces).ConfigureAwait(false);
                }

                return;
            }

            Log.SubmissionBroke(log, keys[0].Site.Value, keys[0].Id.Value, problem.GetType().Name);
            await submissions.CountAttemptAsync(keys, cancellationToken).ConfigureAwait(false);
            await GiveUpAsync([.. await FindReceivedAsync(keys, cancellationToken).ConfigureAwait(false)], problem.GetType().Name, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task JudgeAsync(IReadOnlyList<SubmissionKey> keys, IReadOnlyDictionary<SubmissionKey, string?>? traces, CancellationToken cancellationToken)
    {
        Submission[] received = await FindReceivedAsync(keys, cancellationToken).ConfigureAwait(false);

        // Here again after the last failure was counted: the process ended before it gave up.
        await GiveUpAsync(received, problem: null, cancellationToken).ConfigureAwait(false);
        received = [.. received.Where(row => row.JudgeAttempts < GivingUp.Attempts)];
        if (received.Length == 0)
        {
            return;
        }

        IReadOnlyDictionary<Guid, Page> known = await pages.FindManyAsync([.. received.Select(row => row.PageId).Distinct()], cancellationToken).ConfigureAwait(false);
        Candidate[] candidates = [.. received.Select(row => new Candidate { Submission = row, Page = known[row.PageId], TraceParent = traces?.GetValueOrDefault(row.Key) })];
        await writer.ApplyAsync(await judge.JudgeAsync(candidates, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private async Task<Submission[]> FindReceivedAsync(IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken) =>
        [.. (await submissions.FindManyAsync(keys, cancellationToken).ConfigureAwait(false)).Where(row => row.State == SubmissionState.Received)];

    /// <summary>Those of <paramref name="received"/> that were tried often enough.</summary>
    private async Task GiveUpAsync(Submission[] received, string? problem, CancellationToken cancellationToken)
    {
        Submission[] lost = [.. received.Where(row => row.JudgeAttempts >= GivingUp.Attempts)];
        if (lost.Length == 0)
        {
            return;
        }

        IReadOnlyDictionary<Guid, Page> known = await pages.FindManyAsync([.. lost.Select(row => row.PageId).Distinct()], cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = clock.UtcNowMicros();
        await writer.ApplyAsync([.. lost.Select(row => GivingUp.Of(row, known[row.PageId], problem, now))], cancellationToken).ConfigureAwait(false);
        foreach (Submission row in lost)
        {
            Log.GaveUp(log, row.Key.Site.Value, row.Key.Id.Value, row.JudgeAttempts);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Error, "A batch of {Count} submissions could not be judged together ({Problem}); each is tried alone")]
        public static partial void BatchBroke(ILogger logger, int count, string problem);

        [LoggerMessage(2002, LogLevel.Error, "Submission {Id} of site {Site} could not be judged ({Problem}); it stays received and is tried again")]
        public static partial void SubmissionBroke(ILogger logger, string site, Guid id, string problem);

        [LoggerMessage(2003, LogLevel.Error, "Submission {Id} of site {Site} could not be judged {Attempts} times; it is flagged as unscored and has a dead letter")]
        public static partial void GaveUp(ILogger logger, string site, Guid id, int attempts);
    }
}
