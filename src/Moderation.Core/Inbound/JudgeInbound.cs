using Microsoft.Extensions.Logging;
using Moderation.Campaigns;
using Moderation.Intake;
using Moderation.Judging;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Telemetry;
using Moderation.Time;

namespace Moderation.Inbound;

/// <summary>
/// Judges replies of the queue and stores them with their verdicts and events in one transaction. Safe to run twice, and twice at once: a reply that is stored already
/// changes nothing and has its current state announced again.
/// </summary>
internal sealed partial class JudgeInbound(
    Database database, KnownPages pages, ReplyPlacer placer, SubmissionStore submissions, SubmissionJudge judge, SeenDomains domains, EventWriter events, ArrivalQueue arrivals, ShadowLog shadows, ModerationMeter meter, ILogger<JudgeInbound> log)
{
    /// <summary>Larger transactions were not faster and hold locks longer.</summary>
    public const int MaxPerTransaction = 500;

    /// <summary>
    /// Returns what has to go to the error queue. If the batch breaks for another reason than the store's absence, each reply is tried alone and the one that breaks
    /// is refused. Throws only when the store is away.
    /// </summary>
    public async Task<IReadOnlyList<RefusedMessage>> HandleAsync(IReadOnlyList<InboundReply> replies, CancellationToken cancellationToken)
    {
        try
        {
            return await JudgeAsync(replies, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException && !database.IsTransient(problem))
        {
            if (replies.Count == 1)
            {
                Log.ReplyBroke(log, replies[0].Key.Site.Value, replies[0].Key.Id.Value, problem.GetType().Name);
                return [replies[0].Refuse(InboundCodes.Fault)];
            }

            Log.BatchBroke(log, replies.Count, problem.GetType().Name);
            List<RefusedMessage> refused = [];
            foreach (InboundReply reply in replies)
            {
                refused.AddRange(await HandleAsync([reply], cancellationToken).ConfigureAwait(false));
            }

            return refused;
        }
    }

    private async Task<IReadOnlyList<RefusedMessage>> JudgeAsync(IReadOnlyList<InboundReply> replies, CancellationToken cancellationToken)
    {
        List<RefusedMessage> refused = [];
        List<InboundReply> first = FirstOfEach(replies, refused);
        PreparedReply[] prepared = [.. first.Select(reply => reply.Prepared)];
        PageMoment moment = pages.Now();
        IReadOnlyList<PlacedReply> placed = await database.RunAsync((unit, token) => placer.PlaceAsync(unit, prepared, pages.Find, token), cancellationToken).ConfigureAwait(false);
        pages.Remember(prepared, placed, moment);
        Candidate[] candidates =
        [
            .. placed.Select((reply, index) => new Candidate
            {
                Submission = reply.Submission,
                Page = reply.Page,
                IsParentUnknown = reply.IsParentUnknown,
                IsNew = true,
                TraceParent = first[index].Message.Delivery.TraceParent,
            }),
        ];
        IReadOnlyList<JudgedSubmission> judged = await judge.JudgeAsync(candidates, cancellationToken).ConfigureAwait(false);
        (HashSet<SubmissionKey> taken, IReadOnlyList<JudgedSubmission> written) = await database.RunAsync((unit, token) => StoreAsync(unit, judged, token), cancellationToken).ConfigureAwait(false);
        foreach (GroupableText text in written.Select(one => one.ToGroup()).OfType<GroupableText>())
        {
            arrivals.Add(text);
        }

        shadows.Note(written);
        meter.Judged([.. written.Select(one => one.Finish())]);
        refused.AddRange(first.Where(reply => taken.Contains(reply.Key)).Select(reply => reply.Refuse(InboundCodes.IdTaken)));
        return refused;
    }

    /// <summary>Of replies with the same id in one batch the first counts: the others are the same again, or refused.</summary>
    private static List<InboundReply> FirstOfEach(IReadOnlyList<InboundReply> replies, List<RefusedMessage> refused)
    {
        Dictionary<SubmissionKey, InboundReply> seen = new(replies.Count);
        List<InboundReply> first = new(replies.Count);
        foreach (InboundReply reply in replies)
        {
            if (seen.TryAdd(reply.Key, reply))
            {
                first.Add(reply);
            }
            else if (!IsSame(seen[reply.Key].Prepared.Draft, reply.Prepared.Draft))
            {
                refused.Add(reply.Refuse(InboundCodes.IdTaken));
            }
        }

        return first;
    }

    /// <summary>Returns the keys under which something else is stored, and what was written.</summary>
    private async Task<(HashSet<SubmissionKey> Taken, IReadOnlyList<JudgedSubmission> Written)> StoreAsync(Unit unit, IReadOnlyList<JudgedSubmission> judged, CancellationToken cancellationToken)
    {
        IReadOnlySet<SubmissionKey> inserted = await submissions.InsertManyAsync(unit, [.. judged.Select(one => one.After)], cancellationToken).ConfigureAwait(false);
        HashSet<SubmissionKey> taken = [];
        List<Submission> repeated = [];
        if (inserted.Count < judged.Count)
        {
            Dictionary<SubmissionKey, Submission> sent = judged.Where(one => !inserted.Contains(one.Candidate.Submission.Key)).ToDictionary(one => one.Candidate.Submission.Key, one => one.Candidate.Submission);
            foreach (Submission stored in await submissions.FindManyAsync(unit, [.. sent.Keys], cancellationToken).ConfigureAwait(false))
            {
                if (IsSame(stored, sent[stored.Key]))
                {
                    repeated.Add(stored);
                }
                else
                {
                    taken.Add(stored.Key);
                }
            }
        }

        await events.AnnounceAgainAsync(unit, repeated, database.Clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false);
        JudgedSubmission[] written = [.. judged.Where(one => inserted.Contains(one.Candidate.Submission.Key))];
        await domains.NoteAsync(unit, written.SelectMany(one => one.DomainsToNote), cancellationToken).ConfigureAwait(false);
        await events.AppendAsync(unit, [.. written.Select(one => one.ToStateChange())], cancellationToken).ConfigureAwait(false);
        return (taken, written);
    }

    private static bool IsSame(Submission one, Submission other) => one.ContentHash.AsSpan().SequenceEqual(other.ContentHash);

    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Error, "A batch of {Count} replies of the queue could not be judged together ({Problem}); each is tried alone")]
        public static partial void BatchBroke(ILogger logger, int count, string problem);

        [LoggerMessage(2402, LogLevel.Error, "Reply {Id} of site {Site} could not be judged ({Problem}); it goes to the error queue")]
        public static partial void ReplyBroke(ILogger logger, string site, Guid id, string problem);
    }
}
