using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Storage;

namespace Moderation.Feedback;

/// <summary>
/// Counts in memory and adds to the store every second: a transaction for each call would cost more than the judging. What a killed process loses are counts of a second.
/// </summary>
internal sealed partial class KeyUsageCounter(KeyUsageStore store, Database database, TimeProvider clock, ILogger<KeyUsageCounter> log) : BackgroundService
{
    /// <summary>More hosts than a network of sites has; whatever comes on top is counted without its host, so that a client cannot fill the store.</summary>
    private const int MaxHosts = 1_000;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();

    private readonly SemaphoreSlim writing = new(1);

    private Dictionary<(Guid Key, string Month, string Host), KeyUsage> waiting = [];

    /// <summary>Adds to the counts of a key and a host in this month; the changes are made on a count of zero or what waits.</summary>
    public void Count(Guid keyId, string host, Func<KeyUsage, KeyUsage> add)
    {
        string month = clock.GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        lock (gate)
        {
            (Guid, string, string) place = (keyId, month, waiting.Count < MaxHosts || waiting.ContainsKey((keyId, month, host)) ? host : "");
            waiting[place] = add(waiting.GetValueOrDefault(place) ?? new KeyUsage { KeyId = keyId, Month = month, Host = place.Item3 });
        }
    }

    /// <summary>Adds what was counted in this process to the store.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Dictionary<(Guid, string, string), KeyUsage> taken;
            lock (gate)
            {
                (taken, waiting) = (waiting, []);
            }

            if (taken.Count > 0)
            {
                await AddAsync(taken, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public override void Dispose()
    {
        writing.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await TryFlushAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await TryFlushAsync().ConfigureAwait(false);
        }
    }

    private async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception problem) when (database.IsTransient(problem))
        {
            Log.StoreAway(log, problem.GetType().Name);
        }
    }

    /// <summary>What could not be added waits for the next time.</summary>
    private async Task AddAsync(Dictionary<(Guid Key, string Month, string Host), KeyUsage> taken, CancellationToken cancellationToken)
    {
        try
        {
            await store.AddManyAsync(taken.Values, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lock (gate)
            {
                foreach ((var place, KeyUsage count) in taken)
                {
                    waiting[place] = waiting.TryGetValue(place, out KeyUsage? since) ? Sum(count, since) : count;
                }
            }

            throw;
        }
    }

    private static KeyUsage Sum(KeyUsage one, KeyUsage other) => one with
    {
        Calls = one.Calls + other.Calls,
        Spam = one.Spam + other.Spam,
        Acceptable = one.Acceptable + other.Acceptable,
        MissedSpam = one.MissedSpam + other.MissedSpam,
        FalsePositives = one.FalsePositives + other.FalsePositives,
    };

    private static partial class Log
    {
        [LoggerMessage(9101, LogLevel.Warning, "The store is away ({Problem}); counts of keys wait")]
        public static partial void StoreAway(ILogger logger, string problem);
    }
}
