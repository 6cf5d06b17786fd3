using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Telemetry;
using Moderation.Time;

namespace Moderation.Intake;

/// <summary>
/// Stores submissions posted over HTTP before they are answered. One writer commits everything that waits as one transaction (group commit): measured four
/// times the rate of a transaction for each. The queue before it is bounded; when it is full the answer is "overloaded", never an unbounded buffer.
/// </summary>
internal sealed partial class ReplyIntake(
    Database database, ReplyPlacer placer, SubmissionStore submissions, HandOver handOver, TimeProvider clock, ILogger<ReplyIntake> log) : BackgroundService
{
    private const int MaxGroup = 256;

    private const int MaxWaiting = 4_096;

    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Completes when the submission is durably stored, or with the reason why it was not.</summary>
    public async Task<AcceptResult> AcceptAsync(PreparedReply reply, CancellationToken cancellationToken)
    {
        Waiting entry = new(reply, new TaskCompletionSource<AcceptOutcome>(TaskCreationOptions.RunContinuationsAsynchronously), Traces.Current);
        AcceptOutcome outcome = waiting.Writer.TryWrite(entry)
            ? await entry.Outcome.Task.WaitAsync(cancellationToken).ConfigureAwait(false)
            : AcceptOutcome.Overloaded;
        return new AcceptResult(outcome, reply.Draft.Key);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Waiting> group = new(MaxGroup);
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                group.Clear();
                while (group.Count < MaxGroup && waiting.Reader.TryRead(out Waiting? entry))
                {
                    group.Add(entry);
                }

                await CommitAsync(group).ConfigureAwait(false);
            }
        }
        finally
        {
            // Nothing waits for an answer that will not come.
            waiting.Writer.TryComplete();
            while (waiting.Reader.TryRead(out Waiting? entry))
            {
                entry.Outcome.TrySetResult(AcceptOutcome.StoreAway);
            }
        }
    }

    /// <summary>Commits a group; if something other than the store's absence breaks it, each member alone, so that one cannot spoil the others.</summary>
    private async Task CommitAsync(List<Waiting> group)
    {
        try
        {
            await StoreAsync(group).ConfigureAwait(false);
        }
        catch (Exception problem) when (database.IsTransient(problem))
        {
            Log.StoreAway(log, group.Count, problem.GetType().Name);
            group.ForEach(entry => entry.Outcome.TrySetResult(AcceptOutcome.StoreAway));
        }
        catch (Exception problem) when (group.Count > 1)
        {
            Log.GroupBroke(log, group.Count, problem.GetType().Name);
            foreach (Waiting entry in group)
            {
                await CommitAsync([entry]).ConfigureAwait(false);
            }
        }
        catch (Exception problem)
        {
            group[0].Outcome.TrySetException(problem);
        }
    }

    private async Task StoreAsync(List<Waiting> group)
    {
        // The requests may be gone; what they sent is stored all the same, so no caller's token reaches the transaction.
        AcceptOutcome[] outcomes = await database.RunAsync((unit, token) => StoreAsync(unit, group, token), CancellationToken.None).ConfigureAwait(false);
        handOver.Announce(Enumerable.Range(0, group.Count).Where(index => outcomes[index] == AcceptOutcome.Stored).Select(index => (group[index].Reply.Draft.Key, group[index].TraceParent)));
        for (int i = 0; i < group.Count; i++)
        {
            group[i].Outcome.TrySetResult(outcomes[i]);
        }
    }

    private async Task<AcceptOutcome[]> StoreAsync(Unit unit, List<Waiting> group, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlacedReply> placed = await placer.PlaceAsync(unit, [.. group.Select(entry => entry.Reply)], (_, _) => null, cancellationToken).ConfigureAwait(false);
        AcceptOutcome[] outcomes = new AcceptOutcome[placed.Count];
        Dictionary<SubmissionKey, int> first = [];
        DateTimeOffset now = clock.UtcNowMicros();

        // Known ids come first: a repeat is answered as before, also after its page was closed.
        Dictionary<SubmissionKey, Submission> stored = (await submissions.FindManyAsync(unit, [.. placed.Select(reply => reply.Submission.Key).Distinct()], cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => row.Key);
        for (int i = 0; i < placed.Count; i++)
        {
            Submission candidate = placed[i].Submission;
            outcomes[i] = stored.TryGetValue(candidate.Key, out Submission? before) ? Compare(before, candidate)
                : !PageAccess.Accepts(placed[i].Page, now) ? AcceptOutcome.PageClosed
                : placed[i].IsParentUnknown ? AcceptOutcome.ParentUnknown
                : first.TryAdd(candidate.Key, i) ? AcceptOutcome.Stored
                : Compare(placed[first[candidate.Key]].Submission, candidate);
        }

        Submission[] fresh = [.. first.Values.Select(index => placed[index].Submission)];
        if (fresh.Length > 0)
        {
            IReadOnlySet<SubmissionKey> inserted = await submissions.InsertManyAsync(unit, fresh, cancellationToken).ConfigureAwait(false);
            foreach ((SubmissionKey key, int index) in first)
            {
                if (!inserted.Contains(key))
                {
                    // Another process stored this id between the look and the insert.
                    Submission? winner = (await submissions.FindManyAsync(unit, [key], cancellationToken).ConfigureAwait(false)).SingleOrDefault();
                    outcomes[index] = winner is null ? AcceptOutcome.StoreAway : Compare(winner, placed[index].Submission);
                }
            }
        }

        return outcomes;
    }

    private static AcceptOutcome Compare(Submission before, Submission candidate) =>
        before.ContentHash.AsSpan().SequenceEqual(candidate.ContentHash) ? AcceptOutcome.Repeated : AcceptOutcome.IdTaken;

    private sealed record Waiting(PreparedReply Reply, TaskCompletionSource<AcceptOutcome> Outcome, string? TraceParent);

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "The store is away ({Problem}); {Count} submissions were refused with 503")]
        public static partial void StoreAway(ILogger logger, int count, string problem);

        [LoggerMessage(1002, LogLevel.Error, "A group of {Count} submissions could not be stored together ({Problem}); each is tried alone")]
        public static partial void GroupBroke(ILogger logger, int count, string problem);
    }
}
