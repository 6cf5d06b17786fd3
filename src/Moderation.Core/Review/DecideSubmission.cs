using Moderation.Labels;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Reports;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Review;

/// <summary>
/// Carries out decisions of a person or of a site's own program: the states, the audit trail and the events change together. A state changes at once; the public sees it
/// ten seconds later, so that an undo in time is never noticed. Removing takes effect at once.
/// </summary>
internal sealed class DecideSubmission(Database database, SubmissionStore submissions, PageStore pages, AuditStore audit, SeenDomains domains, EventWriter events, DecisionSignal signal, TimeProvider clock, LabelStore labels)
{
    /// <summary>How long a decision can be undone before anybody outside sees it.</summary>
    public static readonly TimeSpan UndoWindow = TimeSpan.FromSeconds(10);

    private readonly ReviewClaims claims = new(database);

    private readonly ReportStore reports = new(database);

    /// <summary>A decision that is in force already changes nothing, so that sending it twice is the same as once.</summary>
    public async Task<DecisionResult> HandleAsync(DecisionRequest request, CancellationToken cancellationToken)
    {
        DecisionResult result = await database.RunAsync((unit, token) => DecideAsync(unit, request, token), cancellationToken).ConfigureAwait(false);
        Announce([result]);
        return result;
    }

    /// <summary>Tells who waits for them that submissions were decided; after the commit.</summary>
    public void Announce(IEnumerable<DecisionResult> results)
    {
        foreach (DecisionResult done in results.Where(result => result.Outcome == DecisionOutcome.Done))
        {
            signal.Announce(done.Submission!.Key);
        }
    }

    private async Task<DecisionResult> DecideAsync(Unit unit, DecisionRequest request, CancellationToken cancellationToken)
    {
        DecisionResult result = (await DecideManyAsync(unit, [request], cancellationToken).ConfigureAwait(false))[0];
        return result.Outcome == DecisionOutcome.Claimed ? result with { Claim = await ReviewClaims.FindAsync(unit, request.Key, clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false) } : result;
    }

    /// <summary>
    /// Carries out decisions about different submissions in one transaction, with as many statements for a hundred as for one. Each has its own outcome; they are returned in their order. Announce them
    /// after the commit.
    /// </summary>
    public async Task<IReadOnlyList<DecisionResult>> DecideManyAsync(Unit unit, IReadOnlyList<DecisionRequest> requests, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        SubmissionKey[] keys = [.. requests.Select(request => request.Key)];
        Dictionary<SubmissionKey, Submission> rows = (await submissions.FindManyAsync(unit, keys, cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Key);
        HashSet<SubmissionKey> taken = [];
        foreach (IGrouping<Guid, DecisionRequest> ofModerator in requests.Where(request => request.ModeratorId is not null).GroupBy(request => request.ModeratorId!.Value))
        {
            taken.UnionWith(await claims.FindTakenAsync(unit, [.. ofModerator.Select(request => request.Key)], ofModerator.Key, now, cancellationToken).ConfigureAwait(false));
        }

        IReadOnlyDictionary<SubmissionKey, IReadOnlyList<AuditEntry>> trails = await audit.ListManyAsync(unit, keys, cancellationToken).ConfigureAwait(false);
        List<Change> changes = [];
        Dictionary<SubmissionKey, DecisionResult> results = [];
        foreach (DecisionRequest request in requests)
        {
            Submission? row = rows.GetValueOrDefault(request.Key);
            IReadOnlyList<AuditEntry> trail = trails.GetValueOrDefault(request.Key) ?? [];
            DecisionOutcome outcome = Check(request, row, taken, trail, out SubmissionState next);
            results[request.Key] = new DecisionResult(outcome, row);
            if (outcome == DecisionOutcome.Done)
            {
                DateTimeOffset effectiveAt = request.Decision == Decision.Remove ? now : now + UndoWindow;
                Submission after = row! with { State = next, Version = row.Version + 1, DecidedAt = now, EffectiveAt = effectiveAt };
                changes.Add(new Change(request, row, after, trail, DecisionRules.Entry(request, row, after, now)));
            }
        }

        IReadOnlySet<SubmissionKey> written = await submissions.ChangeStatesAsync(
            unit, [.. changes.Select(change => new StateWrite(change.Before.Key, change.Before.State, change.Before.Version, change.After.State, now, change.After.EffectiveAt!.Value))], cancellationToken).ConfigureAwait(false);
        foreach (Change change in changes)
        {
            // Not written: somebody decided between the look and the write.
            results[change.Before.Key] = written.Contains(change.Before.Key) ? new DecisionResult(DecisionOutcome.Done, change.After)
                : new DecisionResult(change.Request.ExpectedVersion is null ? DecisionOutcome.NotAllowed : DecisionOutcome.Stale, change.Before);
        }

        await FollowUpAsync(unit, [.. changes.Where(change => written.Contains(change.Before.Key))], now, cancellationToken).ConfigureAwait(false);
        return [.. requests.Select(request => results[request.Key])];
    }

    private static DecisionOutcome Check(DecisionRequest request, Submission? row, HashSet<SubmissionKey> taken, IReadOnlyList<AuditEntry> trail, out SubmissionState next)
    {
        next = default;
        if (row is null)
        {
            return DecisionOutcome.Unknown;
        }

        if (request.ExpectedVersion is { } seen && seen != row.Version)
        {
            return DecisionOutcome.Stale;
        }

        if (taken.Contains(request.Key))
        {
            return DecisionOutcome.Claimed;
        }

        SubmissionStanding standing = DecisionRules.Standing(row, trail);
        return DecisionRules.IsInForce(request.Decision, standing) ? DecisionOutcome.AlreadySo
            : SubmissionStateMachine.TryNext(standing, DecisionRules.EventOf(request.Decision), out next) && !IsWithoutText(row, next) ? DecisionOutcome.Done
            : DecisionOutcome.NotAllowed;
    }

    /// <summary>When the time for its text is over, a submission cannot become a comment any more: there would be nothing to read.</summary>
    private static bool IsWithoutText(Submission row, SubmissionState next) => row.Body.Length == 0 && next is (SubmissionState.Approved or SubmissionState.Flagged);

    /// <summary>Everything that goes with the new states.</summary>
    private async Task FollowUpAsync(Unit unit, Change[] changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (changes.Length == 0)
        {
            return;
        }

        SubmissionKey[] keys = [.. changes.Select(change => change.Before.Key)];
        await audit.AppendManyAsync(unit, [.. changes.Select(change => change.Entry)], cancellationToken).ConfigureAwait(false);
        IEnumerable<Submission> approved = changes.Select(change => change.After).Where(after => after.State == SubmissionState.Approved && !after.IsTest);
        await domains.NoteAsync(unit, approved.SelectMany(after => SeenDomains.In(after.Key.Site, after.Body)), cancellationToken).ConfigureAwait(false);
        await claims.ForgetManyAsync(unit, keys, cancellationToken).ConfigureAwait(false);
        Label[] said = [.. changes.Select(change => DecisionRules.LabelOf(change.Before, [.. change.Trail, change.Entry], change.Request.LabelWeight)).OfType<Label>()];
        await labels.SetManyAsync(unit, said, cancellationToken).ConfigureAwait(false);
        await labels.ForgetDecisionsAsync(unit, [.. keys.Except(said.Select(label => label.Key))], cancellationToken).ConfigureAwait(false);
        await reports.ReopenManyAsync(unit, [.. changes.Where(change => change.Request.Decision == Decision.Reopen && change.Before.DecidedAt is not null).Select(change => (change.Before.Key, change.Before.DecidedAt!.Value))], cancellationToken).ConfigureAwait(false);
        await reports.ResolveManyAsync(unit, [.. changes.Where(change => change.Request.Decision != Decision.Reopen).Select(change => (change.Before.Key, change.After.State != SubmissionState.Approved))], now, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<Guid, Page> ofPages = await pages.FindManyAsync(unit, [.. changes.Select(change => change.Before.PageId).Distinct()], cancellationToken).ConfigureAwait(false);

        // What nobody has seen yet is not told any more: this decision takes its place.
        await events.UnsendAsync(unit, [.. changes.Select(change => change.Before)], now, cancellationToken).ConfigureAwait(false);
        await events.AppendAsync(unit, [.. changes.Select(change => change.ToStateChange(ofPages[change.Before.PageId]))], cancellationToken).ConfigureAwait(false);
    }

    private sealed record Change(DecisionRequest Request, Submission Before, Submission After, IReadOnlyList<AuditEntry> Trail, AuditEntry Entry)
    {
        public StateChange ToStateChange(Page page) =>
            new() { Before = Before.State, After = After, Page = page, DecidedBy = Request.DecidedBy, Reasons = Request.Reason is null ? [] : [Request.Reason] };
    }
}
