using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Quality;

/// <summary>
/// Draws, once for each site and day that is over (in UTC), the submissions that a moderator reviews without being told what the machine thinks. It changes nothing about them:
/// what is public stays public.
/// </summary>
internal sealed partial class DrawBlindSamples(
    Database database, BlindStore blind, DaySubmissions days, SitePolicies policies, ModelStore models, ChallengerStore registry, TimeProvider clock, ILogger<DrawBlindSamples> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        do
        {
            try
            {
                await RunAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Log.Failed(log, problem.GetType().Name, database.IsTransient(problem));
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <summary>Draws from yesterday where nobody has yet.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset today = new(clock.UtcNowMicros().UtcDateTime.Date, TimeSpan.Zero);
        string day = today.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (SiteId site in await blind.ListDueAsync(day, cancellationToken).ConfigureAwait(false))
        {
            await DrawAsync(site, day, today.AddDays(-1), today, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DrawAsync(SiteId site, string day, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        Policy policy = (await policies.CurrentAsync(site, cancellationToken).ConfigureAwait(false)).Policy;
        ChampionRow? champion = await models.DecidingAsync(site, cancellationToken).ConfigureAwait(false);
        if (champion is null || await registry.FindAsync(champion.Sha256, cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        // The thresholds of today: a day on which they changed is cut a little otherwise than it was judged, which costs precision and no truth.
        Thresholds thresholds = Thresholds.Resolve(policy.Thresholds, ModelCard.FromJson(model.Card).Thresholds);
        BlindSample sample = new(Seeded(site, day));
        await foreach (DaySubmission submission in days.ReadAsync(site, from, until, cancellationToken).ConfigureAwait(false))
        {
            sample.Offer(BlindParts.Of(submission, policy, thresholds, isSiteModel: model.SiteId == site.Value), submission.Id, submission.ModelVersion);
        }

        DateTimeOffset now = clock.UtcNowMicros();
        BlindDay drawn = new() { Site = site, Day = day, Near = sample.CountOf(BlindPart.Near), Far = sample.CountOf(BlindPart.Far), Stopped = sample.CountOf(BlindPart.Stopped), DrawnAt = now };
        BlindItem[] items =
        [
            .. sample.Draw().Select(one => new BlindItem { Key = new(site, one.Id), Day = day, Part = one.Part, Weight = one.Weight, ModelVersion = one.ModelVersion, DrawnAt = now }),
        ];
        if (await blind.AddAsync(drawn, items, cancellationToken).ConfigureAwait(false) && items.Length > 0)
        {
            Log.Drawn(log, items.Length, site.Value, day);
        }
    }

    /// <summary>The same for every process, so that two that draw at once draw the same.</summary>
    private static Random Seeded(SiteId site, string day) =>
        new(BitConverter.ToInt32(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{site}/{day}")), 0));

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Information, "{Count} submissions of site {Site} of {Day} wait for blind review")]
        public static partial void Drawn(ILogger logger, int count, string site, string day);

        [LoggerMessage(3102, LogLevel.Warning, "Drawing for blind review failed ({Problem}, store away: {IsStoreAway}); it runs again")]
        public static partial void Failed(ILogger logger, string problem, bool isStoreAway);
    }
}
