using Moderation.Campaigns;
using Moderation.Messaging;
using Moderation.Policies;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Telemetry;

namespace Moderation.Judging;

/// <summary>Writes verdicts and their events in one transaction, at most <see cref="MaxPerTransaction"/> submissions each.</summary>
internal sealed class VerdictWriter(Database database, SubmissionStore submissions, AuditStore audit, SeenDomains domains, EventWriter events, DeadLetterStore letters, DecisionSignal signal, ArrivalQueue arrivals, ShadowLog shadows, ModerationMeter meter)
{
    /// <summary>Larger transactions were not faster and hold locks longer.</summary>
    public const int MaxPerTransaction = 500;

    /// <summary>
    /// Gives stored submissions their verdict. One that changed meanwhile is left as it is and announced by whoever changed it. An earlier verdict goes into
    /// the audit trail; a state that stays the same is not announced.
    /// </summary>
    public async Task ApplyAsync(IReadOnlyList<JudgedSubmission> judged, CancellationToken cancellationToken)
    {
        foreach (JudgedSubmission[] slice in judged.Chunk(MaxPerTransaction))
        {
            IReadOnlySet<SubmissionKey> changed = await database.RunAsync((unit, token) => ApplySliceAsync(unit, slice, token), cancellationToken).ConfigureAwait(false);
            shadows.Note(slice.Where(judged => changed.Contains(judged.After.Key)));
            meter.Judged([.. slice.Where(judged => changed.Contains(judged.After.Key)).Select(judged => judged.Finish())]);
            foreach (JudgedSubmission submission in slice)
            {
                signal.Announce(submission.After.Key);
                if (changed.Contains(submission.After.Key) && submission.ToGroup() is { } judgedText)
                {
                    arrivals.Add(judgedText);
                }
            }
        }
    }

    private async Task<IReadOnlySet<SubmissionKey>> ApplySliceAsync(Unit unit, JudgedSubmission[] slice, CancellationToken cancellationToken)
    {
        IReadOnlySet<SubmissionKey> changed = await submissions.ApplyVerdictsAsync(unit, [.. slice.Select(judged => judged.ToChange())], cancellationToken).ConfigureAwait(false);
        JudgedSubmission[] written = [.. slice.Where(judged => changed.Contains(judged.After.Key))];
        AuditEntry[] earlier = [.. written.Where(judged => judged.Candidate.Submission.Verdict is not null).Select(Earlier)];
        if (earlier.Length > 0)
        {
            await audit.AppendManyAsync(unit, earlier, cancellationToken).ConfigureAwait(false);
        }

        foreach (DeadLetter letter in written.Select(judged => judged.DeadLetter).OfType<DeadLetter>())
        {
            await letters.AddAsync(unit, letter, cancellationToken).ConfigureAwait(false);
        }

        await domains.NoteAsync(unit, written.SelectMany(judged => judged.DomainsToNote), cancellationToken).ConfigureAwait(false);
        await events.AppendAsync(unit, [.. written.Where(judged => judged.After.State != judged.Candidate.Submission.State).Select(judged => judged.ToStateChange())], cancellationToken).ConfigureAwait(false);
        return changed;
    }

    /// <summary>The verdict that the new one replaces, as it stood.</summary>
    internal static AuditEntry Earlier(JudgedSubmission judged)
    {
        Submission before = judged.Candidate.Submission;
        return new AuditEntry
        {
            EntryId = Guid.CreateVersion7(judged.DecidedAt),
            Site = before.Key.Site,
            SubmissionId = before.Key.Id,
            Version = before.Version,
            Kind = AuditKind.Verdict,
            Actor = $"policy:{before.PolicyVersion}",
            ToState = before.State,
            Verdict = before.Verdict,
            ReasonsJson = before.ReasonsJson,
            ModelVersion = before.ModelVersion,
            PolicyVersion = before.PolicyVersion,
            At = before.DecidedAt ?? judged.DecidedAt,
        };
    }
}
