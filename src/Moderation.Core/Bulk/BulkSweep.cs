using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Campaigns;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Bulk;

/// <summary>Has later arrivals follow the decision about their campaign, goes on with decisions that were left half done, and drops drafts that nobody confirmed.</summary>
internal sealed partial class BulkSweep(BulkStore bulks, CampaignStore campaigns, DecideInBulk decide, Database database, TimeProvider clock, ILogger<BulkSweep> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Nobody has gone on for so long: whoever did is gone.</summary>
    private static readonly TimeSpan LeftAfter = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan DraftsLast = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Log.SweepFailed(log, problem.GetType().Name, database.IsTransient(problem));
            }
        }
    }

    /// <summary>One look.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        foreach (Campaign campaign in await campaigns.ListWithFollowersAsync(now, cancellationToken).ConfigureAwait(false))
        {
            await FollowAsync(campaign, cancellationToken).ConfigureAwait(false);
        }

        foreach (BulkDecision left in await bulks.ListLeftAsync(now - LeftAfter, cancellationToken).ConfigureAwait(false))
        {
            Log.GoesOn(log, left.BulkId, left.Handled, left.Items);
            await decide.RunAsync(left, null, cancellationToken).ConfigureAwait(false);
        }

        await bulks.ForgetDraftsAsync(now - DraftsLast, cancellationToken).ConfigureAwait(false);
    }

    private async Task FollowAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        Guid bulkId = campaign.BulkId!.Value;
        int added = await database.RunAsync(
            async (unit, token) =>
            {
                // Not while the first are still gone through, and not once it is undone.
                if (!await BulkStore.HoldAsync(unit, bulkId, BulkState.Done, clock.UtcNowMicros(), token).ConfigureAwait(false))
                {
                    return 0;
                }

                BulkDecision bulk = (await BulkStore.FindAsync(unit, bulkId, token).ConfigureAwait(false))!;
                IReadOnlyList<MemberVersion> late = await CampaignStore.ListLateAsync(unit, campaign, bulkId, BulkParts.PerTransaction, token).ConfigureAwait(false);
                BulkItem[] items = [.. late.Select((member, index) => new BulkItem { BulkId = bulkId, Submission = member.Key.Id, Position = bulk.Items + index, ExpectedVersion = member.Version, IsFollower = true })];
                if (items.Length > 0)
                {
                    await BulkStore.GrowAsync(unit, bulkId, await bulks.AddItemsAsync(unit, items, token).ConfigureAwait(false), token).ConfigureAwait(false);
                }

                return items.Length;
            },
            cancellationToken).ConfigureAwait(false);
        if (added > 0 && await bulks.FindAsync(bulkId, cancellationToken).ConfigureAwait(false) is { } grown)
        {
            Log.Followed(log, campaign.Number, campaign.Site.Value, added);
            await decide.RunAsync(grown, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Information, "{Count} submissions follow the decision about campaign {Number} of site {Site}")]
        public static partial void Followed(ILogger logger, int number, string site, int count);

        [LoggerMessage(3102, LogLevel.Warning, "Decision {Bulk} about {Items} submissions was left after {Handled}; it goes on")]
        public static partial void GoesOn(ILogger logger, Guid bulk, int handled, int items);

        [LoggerMessage(3103, LogLevel.Warning, "The sweep for decisions about many failed ({Problem}, store away: {IsStoreAway}); it runs again")]
        public static partial void SweepFailed(ILogger logger, string problem, bool isStoreAway);
    }
}
