using System.Text.Json;
using Moderation.Feedback;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;
using Moderation.Training;

namespace Moderation.Retention;

/// <summary>Does a day's work of keeping the retention times. Safe to run twice and at the same time as everything else.</summary>
internal sealed class KeepRetention(Database database, RetentionStore store, RetentionTrail trail, RetentionRunStore runs, LabelledTexts texts, FeedbackStore feedback, SiteStore sites, TimeProvider clock)
{
    private const int PageSize = 1_000;

    /// <summary>Today's work, if no process has done it or is doing it; null otherwise. Returns how many rows lost what.</summary>
    public async Task<IReadOnlyDictionary<string, int>?> HandleAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        string day = now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        if (!await runs.TakeAsync(day, now, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        await SubmissionsAsync(now, counts, cancellationToken).ConfigureAwait(false);
        counts["events"] = await EventsAsync(now.AddDays(-RetentionTimes.EventDays), cancellationToken).ConfigureAwait(false);
        counts["dead_letters"] = await trail.ForgetLettersAsync(now.AddDays(-RetentionTimes.DeadLetterDays), cancellationToken).ConfigureAwait(false);
        counts["audit_entries"] = await trail.ForgetAuditAsync(now.AddMonths(-RetentionTimes.AuditMonths), cancellationToken).ConfigureAwait(false);
        counts["moderator_names"] = await trail.ForgetModeratorsAsync(now.AddMonths(-RetentionTimes.ModeratorMonths), cancellationToken).ConfigureAwait(false);
        counts["feedback_texts"] = 0;
        foreach (Site site in await sites.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            counts["feedback_texts"] += await feedback.ForgetTextsAsync(site.Id, now.AddMonths(-RetentionTimes.FeedbackTextMonths), cancellationToken).ConfigureAwait(false);
        }

        await runs.FinishAsync(day, clock.UtcNowMicros(), JsonSerializer.Serialize(counts), cancellationToken).ConfigureAwait(false);
        return counts;
    }

    /// <summary>True when the store is away and the work goes on later.</summary>
    public bool IsTransient(Exception problem) => database.IsTransient(problem);

    private async Task SubmissionsAsync(DateTimeOffset now, SortedDictionary<string, int> counts, CancellationToken cancellationToken)
    {
        Dictionary<RetentionSteps, string> names = new()
        {
            [RetentionSteps.Text] = "texts",
            [RetentionSteps.Address] = "addresses",
            [RetentionSteps.Network] = "networks",
            [RetentionSteps.AuthorKeys] = "author_keys",
        };
        foreach (string name in names.Values)
        {
            counts[name] = 0;
        }

        SubmissionKey? after = null;
        while (await store.ListAsync(after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            after = page[^1].Key;
            (KeptSubmission Row, RetentionSteps Steps)[] ended = [.. page.Select(row => (row, RetentionRules.Of(row, now))).Where(one => one.Item2 != RetentionSteps.None)];
            await KeepTrainingTextsAsync([.. ended.Where(one => one.Steps.HasFlag(RetentionSteps.Text)).Select(one => one.Row)], cancellationToken).ConfigureAwait(false);
            if (ended.Length > 0)
            {
                foreach ((RetentionSteps step, int lost) in await store.ForgetAsync(ended, now, cancellationToken).ConfigureAwait(false))
                {
                    counts[names[step]] += lost;
                }
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

    private async Task<int> EventsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        int all = 0, some;
        do
        {
            some = await trail.ForgetEventsAsync(before, PageSize, cancellationToken).ConfigureAwait(false);
            all += some;
        }
        while (some == PageSize);

        return all;
    }
}
