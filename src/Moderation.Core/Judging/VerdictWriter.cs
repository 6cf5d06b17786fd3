using Moderation.Messaging;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Judging;

/// <summary>Writes verdicts and their events in one transaction, at most <see cref="MaxPerTransaction"/> submissions each.</summary>
internal sealed class VerdictWriter(Database database, SubmissionStore submissions, EventWriter events, DecisionSignal signal)
{
    /// <summary>Larger transactions were not faster and hold locks longer.</summary>
    public const int MaxPerTransaction = 500;

    /// <summary>
    /// Moves stored submissions out of Received. One that another worker judged meanwhile is left as it is and announced by whoever judged it.
    /// </summary>
    public async Task ApplyAsync(IReadOnlyList<JudgedSubmission> judged, CancellationToken cancellationToken)
    {
        foreach (JudgedSubmission[] slice in judged.Chunk(MaxPerTransaction))
        {
            await database.RunAsync((unit, token) => ApplySliceAsync(unit, slice, token), cancellationToken).ConfigureAwait(false);
            foreach (JudgedSubmission submission in slice)
            {
                signal.Announce(submission.After.Key);
            }
        }
    }

    private async Task<int> ApplySliceAsync(Unit unit, JudgedSubmission[] slice, CancellationToken cancellationToken)
    {
        IReadOnlySet<SubmissionKey> changed = await submissions.ApplyVerdictsAsync(unit, [.. slice.Select(judged => judged.ToChange())], cancellationToken).ConfigureAwait(false);
        await events.AppendAsync(unit, [.. slice.Where(judged => changed.Contains(judged.After.Key)).Select(judged => judged.ToStateChange())], cancellationToken).ConfigureAwait(false);
        return changed.Count;
    }
}
