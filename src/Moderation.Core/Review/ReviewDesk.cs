using Moderation.Labels;
using Moderation.Pages;
using Moderation.Reports;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Review;

/// <summary>What the review screen reads and does beside deciding. Every method names a site or a key of one: whoever calls has checked that the person may see that site.</summary>
internal sealed class ReviewDesk(Database database, ReviewQueueStore queues, ReviewClaims claims, SubmissionStore submissions, PageStore pages, AuditStore audit, TimeProvider clock)
{
    private readonly ReportStore reports = new(database);

    private readonly LabelStore labels = new(database);

    /// <summary>Items of one page of a queue.</summary>
    public const int PageItems = 25;

    /// <summary>A page of a queue with what stands on its cards: a fixed number of statements, however long the queue is.</summary>
    public async Task<IReadOnlyList<ReviewItem>> ListAsync(SiteId site, ReviewQueueKind queue, ReviewOrder order, ReviewCursor? after, CancellationToken cancellationToken)
    {
        IReadOnlyList<Submission> page = await queues.ListAsync(site, queue, order, after, PageItems, cancellationToken).ConfigureAwait(false);
        return await CompleteAsync(site, page, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One submission as it is now; null when there is none.</summary>
    public async Task<ReviewItem?> FindAsync(SubmissionKey key, CancellationToken cancellationToken) =>
        await submissions.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } found
            ? (await CompleteAsync(key.Site, [found], cancellationToken).ConfigureAwait(false))[0]
            : null;

    /// <summary>Submissions of one site as they are now, in no particular order; unknown ones are left out.</summary>
    public async Task<IReadOnlyList<ReviewItem>> FindManyAsync(SiteId site, IReadOnlyCollection<SubmissionId> ids, CancellationToken cancellationToken) =>
        await CompleteAsync(site, await submissions.FindManyAsync([.. ids.Select(id => new SubmissionKey(site, id))], cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Everything that waits in a queue, up to a number, the oldest first.</summary>
    public Task<IReadOnlyList<(SubmissionId Id, int Version)>> ListKeysAsync(SiteId site, ReviewQueueKind queue, int limit, CancellationToken cancellationToken) => queues.ListKeysAsync(site, queue, limit, cancellationToken);

    /// <summary>How many wait in each queue.</summary>
    public Task<ReviewCounts> CountAsync(SiteId site, CancellationToken cancellationToken) => queues.CountAsync(site, cancellationToken);

    /// <summary>Takes a submission for some minutes, or keeps it. False when a colleague has it.</summary>
    public Task<bool> ClaimAsync(SubmissionKey key, Guid moderatorId, CancellationToken cancellationToken) => claims.ClaimAsync(key, moderatorId, clock.UtcNowMicros(), cancellationToken);

    /// <summary>Gives a submission back.</summary>
    public Task ReleaseAsync(SubmissionKey key, Guid moderatorId, CancellationToken cancellationToken) => claims.ReleaseAsync(key, moderatorId, cancellationToken);

    /// <summary>Everything that somebody has on a site now.</summary>
    public Task<IReadOnlyList<ReviewClaim>> ListClaimsAsync(SiteId site, CancellationToken cancellationToken) => claims.ListAsync(site, clock.UtcNowMicros(), cancellationToken);

    /// <summary>Passes a flagged submission on to an admin. False when somebody decided it, or passed it on, since it was looked at.</summary>
    public Task<bool> EscalateAsync(SubmissionKey key, int version, string actor, string? note, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        return database.RunAsync(
            async (unit, token) =>
            {
                if (!await queues.EscalateAsync(unit, key, version, now, token).ConfigureAwait(false))
                {
                    return false;
                }

                AuditEntry entry = new() { EntryId = Guid.CreateVersion7(now), Site = key.Site, SubmissionId = key.Id, Version = version, Kind = AuditKind.Escalation, Actor = actor, Note = note, At = now };
                await audit.AppendManyAsync(unit, [entry], token).ConfigureAwait(false);
                await ReviewClaims.ForgetAsync(unit, key, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Takes back that a submission was passed on. False when it is not passed on any more, or was decided.</summary>
    public Task<bool> TakeBackAsync(SubmissionKey key, int version, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        return database.RunAsync(
            async (unit, token) =>
            {
                if (!await queues.TakeBackAsync(unit, key, version, token).ConfigureAwait(false))
                {
                    return false;
                }

                AuditEntry entry = new() { EntryId = Guid.CreateVersion7(now), Site = key.Site, SubmissionId = key.Id, Version = version, Kind = AuditKind.Escalation, Actor = actor, Decision = "take_back", At = now };
                await audit.AppendManyAsync(unit, [entry], token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Lets a comment stand that readers reported: their reports are dismissed, and that somebody read it is a label. False when it was changed since it was looked at.</summary>
    public Task<bool> KeepAsync(SubmissionKey key, int version, string actor, DateTimeOffset now, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            if (await submissions.FindAsync(unit, key, token).ConfigureAwait(false) is not { State: SubmissionState.Approved } row || row.Version != version)
            {
                return false;
            }

            await reports.ResolveManyAsync(unit, [(key, false)], now, token).ConfigureAwait(false);
            await labels.SetManyAsync(unit, [new Label { Key = key, Source = LabelSource.Report, IsViolating = false, Actor = actor, At = now }], token).ConfigureAwait(false);
            await audit.AppendManyAsync(unit, [Kept(key, version, actor, "keep", now)], token).ConfigureAwait(false);
            await ReviewClaims.ForgetAsync(unit, key, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Takes back that a comment may stand: the reports that were dismissed at that moment are open again.</summary>
    public Task TakeBackKeepAsync(SubmissionKey key, int version, string actor, DateTimeOffset keptAt, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            await reports.ReopenManyAsync(unit, [(key, keptAt)], token).ConfigureAwait(false);
            await labels.ForgetAsync(unit, key, LabelSource.Report, token).ConfigureAwait(false);
            await audit.AppendManyAsync(unit, [Kept(key, version, actor, "take_back", clock.UtcNowMicros())], token).ConfigureAwait(false);
        },
        cancellationToken);

    private static AuditEntry Kept(SubmissionKey key, int version, string actor, string what, DateTimeOffset at) =>
        new() { EntryId = Guid.CreateVersion7(at), Site = key.Site, SubmissionId = key.Id, Version = version, Kind = AuditKind.Report, Actor = actor, Decision = what, At = at };

    /// <summary>Makes a comment an editor's pick, or takes that back. False when it is not public.</summary>
    public async Task<bool> FeatureAsync(SubmissionKey key, bool isFeatured, string actor, CancellationToken cancellationToken) =>
        (await new FeatureComment(database, submissions, audit, clock).HandleAsync(key, isFeatured, actor, cancellationToken).ConfigureAwait(false)).Outcome is DecisionOutcome.Done or DecisionOutcome.AlreadySo;

    /// <summary>What was passed on to an admin after a moment.</summary>
    public Task<IReadOnlyList<SubmissionId>> ListEscalatedAsync(SiteId site, DateTimeOffset since, CancellationToken cancellationToken) => queues.ListEscalatedAsync(site, since, cancellationToken);

    private async Task<IReadOnlyList<ReviewItem>> CompleteAsync(SiteId site, IReadOnlyList<Submission> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return [];
        }

        SubmissionKey[] parentKeys = [.. found.Where(submission => submission.ParentId is not null).Select(submission => new SubmissionKey(site, submission.ParentId!.Value)).Distinct()];
        Dictionary<SubmissionKey, Submission> parents = parentKeys.Length == 0 ? [] : (await submissions.FindManyAsync(parentKeys, cancellationToken).ConfigureAwait(false)).ToDictionary(parent => parent.Key);
        IReadOnlyDictionary<Guid, Page> ofPages = await database.ReadAsync(
            (unit, token) => pages.FindManyAsync(unit, [.. found.Select(submission => submission.PageId).Distinct()], token), cancellationToken).ConfigureAwait(false);
        Dictionary<Guid, ReviewClaim> taken = (await ListClaimsAsync(site, cancellationToken).ConfigureAwait(false)).ToDictionary(claim => claim.SubmissionId);
        IReadOnlyDictionary<SubmissionKey, AuditEntry> decided = await audit.LastDecisionsAsync([.. found.Select(submission => submission.Key)], cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<SubmissionKey, ReportSummary> reported = await reports.SummariseAsync([.. found.Select(submission => submission.Key)], cancellationToken).ConfigureAwait(false);
        return
        [
            .. found.Select(submission => new ReviewItem
            {
                Submission = submission,
                Page = ofPages[submission.PageId],
                Parent = submission.ParentId is { } parent ? parents.GetValueOrDefault(new SubmissionKey(site, parent)) : null,
                Claim = taken.GetValueOrDefault(submission.Key.Id.Value),
                LastDecision = decided.GetValueOrDefault(submission.Key),
                Reports = reported.GetValueOrDefault(submission.Key),
            }),
        ];
    }
}
