using Moderation.Submissions;

namespace Moderation.Server.Doors.Native;

/// <summary>Waits until a submission leaves Received. This process's worker says when; a worker elsewhere is noticed by looking.</summary>
internal sealed class VerdictWait(DecisionSignal signal, SubmissionStore submissions, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Must be called before the submission is stored, so that no verdict is missed.</summary>
    public DecisionSignal.Waiter Expect(SubmissionKey key) => signal.Expect(key);

    /// <summary>The submission once it is decided; null when <paramref name="limit"/> is over first.</summary>
    public async Task<Submission?> WaitAsync(SubmissionKey key, DecisionSignal.Waiter waiter, TimeSpan limit, CancellationToken cancellationToken)
    {
        long started = clock.GetTimestamp();
        while (true)
        {
            Submission? row = await submissions.FindAsync(key, cancellationToken).ConfigureAwait(false);
            if (row is not null && row.State != SubmissionState.Received)
            {
                return row;
            }

            TimeSpan left = limit - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await Task.WhenAny(waiter.Decided, Task.Delay(left < LookEvery ? left : LookEvery, clock, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
