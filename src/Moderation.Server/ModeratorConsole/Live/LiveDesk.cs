using System.Collections.Concurrent;
using Moderation.Messaging;
using Moderation.Review;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Server.ModeratorConsole.Live;

/// <summary>
/// Tells the open pages of this process what changed, whoever changed it and in which process: it looks into the store twice a second, once for all pages. While no page
/// is open it asks for one number.
/// </summary>
internal sealed partial class LiveDesk(OutboxWatch outbox, SubmissionStore submissions, ReviewDesk desk, Database database, TimeProvider clock, ILogger<LiveDesk> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Counts are read again after so many looks although no event came: passing on to an admin is none.</summary>
    private const int LooksBetweenCounts = 2;

    private const int MaxChanges = 500;

    private readonly ConcurrentDictionary<Guid, Listener> listeners = new();
    private readonly Dictionary<SiteId, Known> known = [];

    /// <summary>Calls back when something is new on a site, until the result is disposed of. The callback must not throw and not block.</summary>
    public IDisposable Listen(SiteId site, Action<DeskNews> tell)
    {
        Guid id = Guid.CreateVersion7(clock.GetUtcNow());
        listeners[id] = new Listener(site, tell);
        return new Ending(() => listeners.TryRemove(id, out _));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        long? position = null;
        for (int look = 0; await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false); look++)
        {
            try
            {
                position = position is { } last && !listeners.IsEmpty
                    ? await LookAsync(last, look % LooksBetweenCounts == 0, stoppingToken).ConfigureAwait(false)
                    : await outbox.NewestAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // The next look goes on where this one failed. A store that is away is told by the health check.
                if (!database.IsTransient(problem))
                {
                    Log.LookFailed(log, problem.GetType().Name);
                }
            }
        }
    }

    private async Task<long> LookAsync(long after, bool counts, CancellationToken cancellationToken)
    {
        (long position, IReadOnlyList<SubmissionKey> changed) = await outbox.ListAsync(after, MaxChanges, cancellationToken).ConfigureAwait(false);
        Listener[] open = [.. listeners.Values];
        foreach (IGrouping<SiteId, Listener> site in open.GroupBy(listener => listener.Site))
        {
            SubmissionKey[] keys = [.. changed.Where(key => key.Site == site.Key)];
            if (await NewsAsync(site.Key, keys, counts, cancellationToken).ConfigureAwait(false) is { } news)
            {
                foreach (Listener listener in site)
                {
                    listener.Tell(news);
                }
            }
        }

        return position;
    }

    private async Task<DeskNews?> NewsAsync(SiteId site, SubmissionKey[] keys, bool counts, CancellationToken cancellationToken)
    {
        Known? before = known.GetValueOrDefault(site);
        DateTimeOffset now = clock.UtcNowMicros();
        IReadOnlyList<ReviewClaim> claims = await desk.ListClaimsAsync(site, cancellationToken).ConfigureAwait(false);
        bool looksAround = counts || keys.Length > 0 || before is null;
        Known after = new()
        {
            Claims = claims,
            Counts = looksAround ? await desk.CountAsync(site, cancellationToken).ConfigureAwait(false) : before!.Counts,
            Escalated = looksAround ? await desk.ListEscalatedAsync(site, now - ReviewClaims.Duration, cancellationToken).ConfigureAwait(false) : before!.Escalated,
        };
        known[site] = after;
        if (keys.Length == 0 && before is not null && after.Counts == before.Counts && after.Claims.SequenceEqual(before.Claims) && after.Escalated.SequenceEqual(before.Escalated))
        {
            return null;
        }

        return new DeskNews
        {
            Site = site,
            Changed = keys.Length == 0 ? [] : await submissions.FindManyAsync(keys, cancellationToken).ConfigureAwait(false),
            Escalated = after.Escalated,
            Claims = after.Claims,
            Counts = after.Counts,
        };
    }

    private sealed record Known
    {
        public required IReadOnlyList<ReviewClaim> Claims { get; init; }

        public required ReviewCounts Counts { get; init; }

        public required IReadOnlyList<SubmissionId> Escalated { get; init; }
    }

    private sealed record Listener(SiteId Site, Action<DeskNews> Tell);

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    private static partial class Log
    {
        [LoggerMessage(7101, LogLevel.Error, "Open pages of the console could not be told what changed ({Problem}); the next look is in half a second")]
        public static partial void LookFailed(ILogger logger, string problem);
    }
}
