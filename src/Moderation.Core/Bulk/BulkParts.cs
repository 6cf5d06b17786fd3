using Moderation.Review;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Bulk;

/// <summary>One part of a decision about many, or of its undo: what it changes and how far it came are written in one transaction, so that no submission has two turns.</summary>
internal sealed class BulkParts(BulkStore bulks, DecideSubmission decide, FollowerCheck followers, TimeProvider clock)
{
    /// <summary>The most of one transaction, as everywhere: larger ones were not faster and hold locks longer.</summary>
    public const int PerTransaction = 500;

    /// <summary>What all labels of one campaign count together: it is one opinion about one text, however often that was sent.</summary>
    public const double CampaignWeight = 10;

    /// <summary>Who decided, as the audit trail names them.</summary>
    public static string Actor(Guid moderatorId) => $"moderator:{moderatorId:D}";

    /// <summary>Tells those who wait of what a part did, once it is written.</summary>
    public void Announce(IReadOnlyList<DecisionResult> results) => decide.Announce(results);

    /// <summary>Decides about the next ones whose turn it is. Nothing goes on when there are none, or when it is not running any more.</summary>
    public async Task<(bool GoesOn, IReadOnlyList<DecisionResult> Results)> DecideAsync(Unit unit, BulkDecision bulk, CancellationToken cancellationToken)
    {
        if (!await BulkStore.HoldAsync(unit, bulk.BulkId, BulkState.Running, clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false))
        {
            return (false, []);
        }

        IReadOnlyList<BulkItem> part = await BulkStore.ListWaitingAsync(unit, bulk, PerTransaction, cancellationToken).ConfigureAwait(false);
        if (part.Count == 0)
        {
            await BulkStore.ChangeStateAsync(unit, bulk.BulkId, BulkState.Running, BulkState.Done, clock.UtcNowMicros(), null, cancellationToken).ConfigureAwait(false);
            return (false, []);
        }

        IReadOnlySet<SubmissionId> left = await followers.LeaveAsync(unit, bulk, part, cancellationToken).ConfigureAwait(false);
        BulkItem[] meant = [.. part.Where(item => !left.Contains(item.Submission))];
        double weight = bulk.CampaignId is null ? 1 : Math.Min(1, CampaignWeight / bulk.Items);
        IReadOnlyList<DecisionResult> results = await decide.DecideManyAsync(unit, [.. meant.Select(item => Request(bulk, item, weight))], cancellationToken).ConfigureAwait(false);
        BulkItem[] became =
        [
            .. meant.Select((item, index) => item with { Outcome = results[index].Outcome.ToText(), Version = results[index].Outcome == DecisionOutcome.Done ? results[index].Submission!.Version : null }),
            .. part.Where(item => left.Contains(item.Submission)).Select(item => item with { Outcome = DecisionOutcome.NotAllowed.ToText() }),
        ];
        await bulks.SetOutcomesAsync(unit, became, became.Length, results.Count(result => result.Outcome == DecisionOutcome.Done), cancellationToken).ConfigureAwait(false);
        return (true, results);
    }

    /// <summary>Takes back the last ones that it changed and that are as it left them.</summary>
    public async Task<(bool GoesOn, IReadOnlyList<DecisionResult> Results)> UndoAsync(Unit unit, BulkDecision bulk, CancellationToken cancellationToken)
    {
        if (!await BulkStore.HoldAsync(unit, bulk.BulkId, BulkState.Undoing, clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false))
        {
            return (false, []);
        }

        IReadOnlyList<BulkItem> part = await BulkStore.ListDoneAsync(unit, bulk, PerTransaction, cancellationToken).ConfigureAwait(false);
        if (part.Count == 0)
        {
            await BulkStore.ChangeStateAsync(unit, bulk.BulkId, BulkState.Undoing, BulkState.Undone, clock.UtcNowMicros(), null, cancellationToken).ConfigureAwait(false);
            return (false, []);
        }

        string actor = Actor(bulk.UndoneBy ?? bulk.ModeratorId);
        DecisionRequest[] requests =
        [
            .. part.Select(item => new DecisionRequest { Key = new SubmissionKey(bulk.Site, item.Submission), Decision = Decision.Reopen, Note = bulk.Title, Actor = actor, DecidedBy = actor, ExpectedVersion = item.Version }),
        ];
        IReadOnlyList<DecisionResult> results = await decide.DecideManyAsync(unit, requests, cancellationToken).ConfigureAwait(false);
        BulkItem[] became = [.. part.Select((item, index) => item with { Outcome = results[index].Outcome == DecisionOutcome.Done ? "undone" : "kept" })];
        await bulks.SetOutcomesAsync(unit, became, -became.Length, -results.Count(result => result.Outcome == DecisionOutcome.Done), cancellationToken).ConfigureAwait(false);
        return (true, results);
    }

    /// <summary>What is public is removed rather than rejected, and what was removed is restored rather than approved.</summary>
    private static DecisionRequest Request(BulkDecision bulk, BulkItem item, double weight) => new()
    {
        Key = new SubmissionKey(bulk.Site, item.Submission),
        Decision = bulk.IsRejection
            ? item.State is SubmissionState.Approved or SubmissionState.Removed ? Decision.Remove : Decision.Reject
            : item.State == SubmissionState.Removed ? Decision.Restore : Decision.Approve,
        Reason = bulk.Reason,
        Note = bulk.Title,
        Actor = Actor(bulk.ModeratorId),
        DecidedBy = Actor(bulk.ModeratorId),
        ExpectedVersion = item.ExpectedVersion,
        ModeratorId = bulk.ModeratorId,
        LabelWeight = weight,
    };
}
