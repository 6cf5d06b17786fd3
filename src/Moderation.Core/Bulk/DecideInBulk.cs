using Moderation.Campaigns;
using Moderation.Review;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Bulk;

/// <summary>
/// Decides about many submissions at once. First a draft fixes which they are; after the confirmation they are gone through part by part, each part in one transaction with what it changed, so that whoever goes
/// on after a crash begins with the first that had no turn. What somebody decided since the draft is left alone.
/// </summary>
internal sealed class DecideInBulk(Database database, BulkStore bulks, CampaignStore campaigns, BulkParts parts, AuditStore audit, TimeProvider clock)
{
    /// <summary>The most submissions of one decision.</summary>
    public const int MostItems = 10_000;

    /// <summary>Fixes what is meant. Null when that is nothing.</summary>
    public async Task<BulkDecision?> DraftAsync(BulkDraft draft, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        IReadOnlyList<(SubmissionId Id, int Version)> meant = draft.Campaign is { } campaign
            ? [.. (await campaigns.ListMembersAsync(campaign.CampaignId, MostItems, cancellationToken).ConfigureAwait(false)).Select(member => (member.Key.Id, member.Version))]
            : [.. draft.Items.DistinctBy(item => item.Id).Take(MostItems)];
        if (meant.Count == 0)
        {
            return null;
        }

        BulkDecision bulk = new()
        {
            BulkId = Guid.CreateVersion7(now),
            Site = draft.Site,
            IsRejection = draft.IsRejection,
            Reason = draft.IsRejection ? draft.Reason : null,
            Title = draft.Title,
            ModeratorId = draft.ModeratorId,
            CampaignId = draft.Campaign?.CampaignId,
            State = BulkState.Draft,
            Items = meant.Count,
            CreatedAt = now,
        };
        BulkItem[] items = [.. meant.Select((item, index) => new BulkItem { BulkId = bulk.BulkId, Submission = item.Id, Position = index, ExpectedVersion = item.Version })];
        await database.RunAsync((unit, token) => bulks.AddAsync(unit, bulk, items, token), cancellationToken).ConfigureAwait(false);
        return bulk;
    }

    /// <summary>Lets a draft be carried out, and has later arrivals of its campaign follow. False when it is none any more.</summary>
    public Task<bool> ConfirmAsync(BulkDecision bulk, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            DateTimeOffset now = clock.UtcNowMicros();
            if (!await BulkStore.ChangeStateAsync(unit, bulk.BulkId, BulkState.Draft, BulkState.Running, now, null, token).ConfigureAwait(false))
            {
                return false;
            }

            if (bulk.CampaignId is { } campaign)
            {
                (int lastNumber, _) = await CampaignStore.TakeTurnAsync(unit, bulk.Site, token).ConfigureAwait(false);
                await CampaignStore.DecideAsync(unit, campaign, bulk.BulkId, bulk.IsRejection, now + Campaign.Window, token).ConfigureAwait(false);
                await CampaignStore.TellAsync(unit, bulk.Site, lastNumber, token).ConfigureAwait(false);
            }

            await NoteAsync(unit, bulk, bulk.ModeratorId, bulk.Decision, now, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Carries out everything that is left, or undoes it, and tells after each part how far it is. Two may do this at once: they take turns.</summary>
    public async Task<BulkDecision> RunAsync(BulkDecision bulk, Action<BulkDecision>? tell, CancellationToken cancellationToken)
    {
        bool goesOn = true;
        BulkDecision current = bulk;
        while (goesOn)
        {
            goesOn = await StepAsync(bulk.BulkId, cancellationToken).ConfigureAwait(false);
            current = (await bulks.FindAsync(bulk.BulkId, cancellationToken).ConfigureAwait(false))!;
            tell?.Invoke(current);
        }

        return current;
    }

    /// <summary>One part. False when nothing is left.</summary>
    internal async Task<bool> StepAsync(Guid bulkId, CancellationToken cancellationToken)
    {
        (bool goesOn, IReadOnlyList<DecisionResult> results) = await database.RunAsync(
            async (unit, token) => await BulkStore.FindAsync(unit, bulkId, token).ConfigureAwait(false) switch
            {
                { State: BulkState.Running } running => await parts.DecideAsync(unit, running, token).ConfigureAwait(false),
                { State: BulkState.Undoing } undoing => await parts.UndoAsync(unit, undoing, token).ConfigureAwait(false),
                _ => (false, []),
            },
            cancellationToken).ConfigureAwait(false);
        parts.Announce(results);
        return goesOn;
    }

    /// <summary>Takes everything back that the decision changed and nobody has changed since, those who followed it too; nobody follows it any more. False when there is nothing to undo.</summary>
    public Task<bool> UndoAsync(BulkDecision bulk, Guid moderatorId, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            DateTimeOffset now = clock.UtcNowMicros();
            if (!await BulkStore.ChangeStateAsync(unit, bulk.BulkId, BulkState.Done, BulkState.Undoing, now, moderatorId, token).ConfigureAwait(false)
                && !await BulkStore.ChangeStateAsync(unit, bulk.BulkId, BulkState.Running, BulkState.Undoing, now, moderatorId, token).ConfigureAwait(false))
            {
                return false;
            }

            if (bulk.CampaignId is { } campaign)
            {
                (int lastNumber, _) = await CampaignStore.TakeTurnAsync(unit, bulk.Site, token).ConfigureAwait(false);
                await CampaignStore.UndecideAsync(unit, campaign, bulk.BulkId, token).ConfigureAwait(false);
                await CampaignStore.TellAsync(unit, bulk.Site, lastNumber, token).ConfigureAwait(false);
            }

            await NoteAsync(unit, bulk, moderatorId, "reopen", now, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private Task NoteAsync(Unit unit, BulkDecision bulk, Guid moderatorId, string decision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string note = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bulk.Title} ({bulk.Items})");
        AuditEntry entry = new() { EntryId = Guid.CreateVersion7(now), Site = bulk.Site, Kind = AuditKind.Bulk, Actor = BulkParts.Actor(moderatorId), Decision = decision, Reason = bulk.Reason, Note = note, At = now };
        return audit.AppendManyAsync(unit, [entry], cancellationToken);
    }
}
