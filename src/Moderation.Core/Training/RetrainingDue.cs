using System.Globalization;
using Moderation.Labels;
using Moderation.Sites;

namespace Moderation.Training;

/// <summary>Whether enough was said since the last training set that a new model is worth a run. Outside feedback counts nothing here: it must not set a trainer going.</summary>
internal sealed class RetrainingDue(LabelStore labels, TrainingSetStore sets, TimeProvider clock)
{
    /// <summary>New labels of either kind that are enough whenever they come.</summary>
    public const int PerClass = 200;

    /// <summary>New labels that are enough after <see cref="Week"/>.</summary>
    public const int InAWeek = 20;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Why a run is due, in a sentence; null when it is not.</summary>
    public async Task<string?> WhyAsync(SiteId site, CancellationToken cancellationToken)
    {
        DateTimeOffset? last = await sets.LastAtAsync(site, cancellationToken).ConfigureAwait(false);
        LabelCount[] counts = [.. (await labels.CountAsync(site, last ?? DateTimeOffset.UnixEpoch, cancellationToken).ConfigureAwait(false)).Where(count => count.Source != LabelSource.Feedback)];
        int violating = counts.Where(count => count.IsViolating).Sum(count => count.Labels);
        int acceptable = counts.Where(count => !count.IsViolating).Sum(count => count.Labels);
        if (Math.Min(violating, acceptable) >= PerClass)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{violating} violating and {acceptable} acceptable texts were labelled since the last training set.");
        }

        return last is { } at && clock.GetUtcNow() - at >= Week && violating + acceptable >= InAWeek
            ? string.Create(CultureInfo.InvariantCulture, $"The last training set is of {at:yyyy-MM-dd}, and {violating + acceptable} texts were labelled since.")
            : null;
    }
}
