using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Messaging;

/// <summary>
/// Has submissions with a dead letter tried again. Each in a transaction of its own that marks the letter and lets the worker's sweep find the submission: what is
/// interrupted is done as far as it came. A submission that somebody decided about meanwhile stays as it was decided.
/// </summary>
internal sealed class DeadLetterRedrive(Database database, DeadLetterStore letters, SubmissionStore submissions, TimeProvider clock)
{
    private const int PageSize = 200;

    /// <param name="filter">Which letters are meant.</param>
    /// <param name="limit">The most submissions to have tried again.</param>
    /// <param name="cancellationToken">Stops between two letters.</param>
    public async Task<RedriveResult> RunAsync(LetterFilter filter, int limit, CancellationToken cancellationToken)
    {
        int redriven = 0;
        DeadLetter? after = null;
        while (redriven < limit && await letters.ListAsync(filter, after, Math.Min(PageSize, limit - redriven), cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (DeadLetter letter in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                redriven += await database.RunAsync((unit, token) => TryAgainAsync(unit, letter, token), cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }

            after = page[^1];
        }

        return new RedriveResult(redriven, Passed: 0);
    }

    /// <summary>Has one submission tried again, within a transaction of the caller. False when its letter does not wait any more.</summary>
    public async Task<bool> TryAgainAsync(Unit unit, DeadLetter letter, CancellationToken cancellationToken)
    {
        if (letter is not { Site: { } site, SubmissionId: { } id } || !await letters.MarkRedrivenAsync(unit, letter.DeadLetterId, clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await submissions.ForgetAttemptsAsync(unit, new SubmissionKey(site, id), cancellationToken).ConfigureAwait(false);
        return true;
    }
}
