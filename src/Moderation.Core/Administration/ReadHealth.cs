using System.Collections.Concurrent;
using Moderation.Messaging;
using Moderation.Models;
using Moderation.Review;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Administration;

/// <summary>How things are, for people and for alerts: what waits, what could not be judged, which model scores. Remembered for some seconds.</summary>
/// <remarks>There are no queues without a broker.</remarks>
internal sealed class ReadHealth(ReviewQueueStore queues, WaitingSubmissions waiting, DeadLetterStore letters, ModelHost scorer, ModelStore models, TimeProvider clock, QueueDepths? broker = null)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<SiteId, (long ReadAt, SiteHealth Health)> known = new();
    private (long ReadAt, long Received, long Stored, (long Waiting, long Refused)? Broker)? installation;

    /// <summary>How things are on a site, at most five seconds old.</summary>
    public async Task<SiteHealth> OfSiteAsync(SiteId site, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(site, out (long ReadAt, SiteHealth Health) fresh) && clock.GetElapsedTime(fresh.ReadAt) < Freshness)
        {
            return fresh.Health;
        }

        long now = clock.GetTimestamp();
        (long received, long stored, (long Waiting, long Refused)? depths) = await InstallationAsync(cancellationToken).ConfigureAwait(false);
        ReviewCounts counts = await queues.CountAsync(site, cancellationToken).ConfigureAwait(false);
        ChampionRow? model = await models.DecidingAsync(site, cancellationToken).ConfigureAwait(false);
        SiteHealth health = new()
        {
            IsScoring = scorer.VersionFor(site) is not null,
            ModelNumber = model?.Number,
            ModelSince = model?.PromotedAt,
            OldestReceivedAt = counts.OldestReceivedAt,
            Unscored = counts.Unscored,
            Waiting = counts.Flagged + counts.SpamLikely + counts.Unscored + counts.Escalated,
            QueueDepth = received + (depths?.Waiting ?? 0),
            IsBrokerAway = broker is not null && depths is null,
            Errors = stored + (depths?.Refused ?? 0),
        };
        known[site] = (now, health);
        return health;
    }

    private async Task<(long Received, long Stored, (long Waiting, long Refused)? Broker)> InstallationAsync(CancellationToken cancellationToken)
    {
        if (installation is { } fresh && clock.GetElapsedTime(fresh.ReadAt) < Freshness)
        {
            return (fresh.Received, fresh.Stored, fresh.Broker);
        }

        long now = clock.GetTimestamp();
        long received = await waiting.CountReceivedAsync(SiteHealth.MaxDepth, cancellationToken).ConfigureAwait(false);
        long stored = await letters.CountWaitingAsync(cancellationToken).ConfigureAwait(false);
        (long Waiting, long Refused)? depths = broker is null ? null : await broker.ReadAsync(cancellationToken).ConfigureAwait(false);
        installation = (now, received, stored, depths);
        return (received, stored, depths);
    }
}
