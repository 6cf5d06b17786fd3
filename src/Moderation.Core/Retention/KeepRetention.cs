using System.Text.Json;
using Moderation.Feedback;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;
using Moderation.Training;

namespace Moderation.Retention;

/// <summary>
/// Does a day's work of keeping the retention times, a batch at a time. Safe to run twice and at the same time as everything else. What goes by the time of arrival is looked at from where the last run
/// ended; the first run of a month begins at the beginning, and so finds what was imported with an old time, or was kept for something that is gone since.
/// </summary>
internal sealed class KeepRetention(
    Database database, RetentionWalks walks, RetentionStore store, RetentionTrail trail, RetentionAudit audit, RetentionRunStore runs, LabelledTexts texts, FeedbackStore feedback, TimeProvider clock)
{
    private const int PageSize = 1_000;

    /// <summary>What was received while the last run began may have been committed after it looked.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    private static readonly Dictionary<RetentionSteps, string> Names = new()
    {
        [RetentionSteps.Text] = "texts",
        [RetentionSteps.Address] = "addresses",
        [RetentionSteps.Network] = "networks",
        [RetentionSteps.AuthorKeys] = "author_keys",
    };

    /// <summary>Today's work, if no process has done it or is doing it; null otherwise. Returns how many rows lost what.</summary>
    public async Task<IReadOnlyDictionary<string, int>?> HandleAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        string day = DayOf(now);
        DateTimeOffset? last = (await runs.LastAsync(cancellationToken).ConfigureAwait(false))?.StartedAt;
        if (!await runs.TakeAsync(day, now, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        SortedDictionary<string, int> counts = new(Names.Values.ToDictionary(name => name, _ => 0), StringComparer.Ordinal);
        foreach (RetentionWalk walk in Enum.GetValues<RetentionWalk>())
        {
            await WalkAsync(walk, From(last, now, walk), now, counts, cancellationToken).ConfigureAwait(false);
        }

        counts["events"] = await BatchesAsync(limit => trail.ForgetEventsAsync(now.AddDays(-RetentionTimes.EventDays), limit, cancellationToken)).ConfigureAwait(false);
        counts["dead_letters"] = await BatchesAsync(limit => trail.ForgetLettersAsync(now.AddDays(-RetentionTimes.DeadLetterDays), limit, cancellationToken)).ConfigureAwait(false);
        counts["report_networks"] = await BatchesAsync(limit => trail.ForgetReportersAsync(now.AddDays(-RetentionTimes.NetworkDays), limit, cancellationToken)).ConfigureAwait(false);
        counts["reports"] = await BatchesAsync(limit => trail.ForgetReportsAsync(now.AddMonths(-RetentionTimes.ReportMonths), limit, cancellationToken)).ConfigureAwait(false);
        DateTimeOffset trailFrom = IsWhole(last, now) ? DateTimeOffset.UnixEpoch : last!.Value.AddMonths(-RetentionTimes.AuditMonths) - Overlap;
        counts["audit_entries"] = await audit.ForgetAsync(trailFrom, now.AddMonths(-RetentionTimes.AuditMonths), PageSize, cancellationToken).ConfigureAwait(false);
        counts["moderator_names"] = await trail.ForgetModeratorsAsync(now.AddMonths(-RetentionTimes.ModeratorMonths), PageSize, cancellationToken).ConfigureAwait(false);
        counts["feedback_texts"] = await BatchesAsync(limit => feedback.ForgetTextsAsync(now.AddMonths(-RetentionTimes.FeedbackTextMonths), limit, cancellationToken)).ConfigureAwait(false);
        await runs.FinishAsync(day, clock.UtcNowMicros(), JsonSerializer.Serialize(counts), cancellationToken).ConfigureAwait(false);
        return counts;
    }

    /// <summary>True when the store is away and the work goes on later.</summary>
    public bool IsTransient(Exception problem) => database.IsTransient(problem);

    private static string DayOf(DateTimeOffset now) => now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsWhole(DateTimeOffset? last, DateTimeOffset now) => last is not { } run || DayOf(run)[..7] != DayOf(now)[..7];

    /// <summary>Where a walk begins. Texts and addresses leave their index when they go, so that these always begin at the beginning.</summary>
    private static DateTimeOffset From(DateTimeOffset? last, DateTimeOffset now, RetentionWalk walk) =>
        walk is RetentionWalk.Networks or RetentionWalk.AuthorKeys && !IsWhole(last, now) ? Until(walk, last!.Value) - Overlap : DateTimeOffset.UnixEpoch;

    /// <summary>The newest time at which something of a walk has outlived its own.</summary>
    private static DateTimeOffset Until(RetentionWalk walk, DateTimeOffset now) => walk switch
    {
        RetentionWalk.SpamTexts => now.AddDays(-RetentionTimes.SpamTextDays),
        RetentionWalk.RefusedTexts => now.AddMonths(-RetentionTimes.OtherTextMonths),
        RetentionWalk.Addresses => now.AddDays(-RetentionTimes.AddressDays),
        RetentionWalk.Networks => now.AddDays(-RetentionTimes.NetworkDays),
        RetentionWalk.AuthorKeys => now.AddMonths(-RetentionTimes.AuthorKeyMonths),
    };

    private async Task WalkAsync(RetentionWalk walk, DateTimeOffset from, DateTimeOffset now, SortedDictionary<string, int> counts, CancellationToken cancellationToken)
    {
        RetentionCursor after = new(from, null);
        while (await walks.ListAsync(walk, after, Until(walk, now), PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            after = RetentionWalks.Behind(walk, page[^1]);
            (KeptSubmission Row, RetentionSteps Steps)[] ended = [.. page.Select(row => (row, RetentionRules.Of(row, now))).Where(one => one.Item2 != RetentionSteps.None)];
            await KeepTrainingTextsAsync([.. ended.Where(one => one.Steps.HasFlag(RetentionSteps.Text)).Select(one => one.Row)], cancellationToken).ConfigureAwait(false);
            if (ended.Length > 0)
            {
                foreach ((RetentionSteps step, int lost) in await store.ForgetAsync(ended, now, cancellationToken).ConfigureAwait(false))
                {
                    counts[Names[step]] += lost;
                }
            }

            if (page.Count < PageSize)
            {
                return;
            }
        }
    }

    /// <summary>What people said about a text is still worth learning from when the text is no longer shown: it is kept apart, without its author and with addresses masked.</summary>
    private async Task KeepTrainingTextsAsync(KeptSubmission[] ended, CancellationToken cancellationToken)
    {
        foreach (IGrouping<SiteId, (SubmissionKey Key, string Body)> site in (await store.LabelledTextsAsync(ended, cancellationToken).ConfigureAwait(false)).GroupBy(text => text.Key.Site))
        {
            await texts.KeepAsync(site.Key, site.ToDictionary(text => text.Key.Id.Value, text => LabelledTexts.TextOf(text.Body)), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> BatchesAsync(Func<int, Task<int>> forget)
    {
        int all = 0, some;
        do
        {
            some = await forget(PageSize).ConfigureAwait(false);
            all += some;
        }
        while (some == PageSize);

        return all;
    }
}
