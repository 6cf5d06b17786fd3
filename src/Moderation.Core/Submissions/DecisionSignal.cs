using System.Collections.Concurrent;

namespace Moderation.Submissions;

/// <summary>
/// Wakes a request that waits for a verdict. A hint only: the verdict may be made in another process, so the waiter also looks into the store.
/// </summary>
internal sealed class DecisionSignal
{
    private readonly ConcurrentDictionary<SubmissionKey, TaskCompletionSource> waiting = new();

    /// <summary>Registers interest before the submission is handed over; dispose to stop waiting.</summary>
    public Waiter Expect(SubmissionKey key) =>
        new(this, key, waiting.GetOrAdd(key, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));

    /// <summary>Says that the submission was decided.</summary>
    public void Announce(SubmissionKey key)
    {
        if (waiting.TryRemove(key, out TaskCompletionSource? source))
        {
            source.TrySetResult();
        }
    }

    /// <summary>One request's interest in one submission.</summary>
    internal readonly struct Waiter(DecisionSignal owner, SubmissionKey key, TaskCompletionSource source) : IDisposable
    {
        /// <summary>Completes when this process decides the submission.</summary>
        public Task Decided => source.Task;

        public void Dispose() => owner.waiting.TryRemove(new KeyValuePair<SubmissionKey, TaskCompletionSource>(key, source));
    }
}
