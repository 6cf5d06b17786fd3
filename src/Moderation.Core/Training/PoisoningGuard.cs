using Moderation.Labels;

namespace Moderation.Training;

/// <summary>Keeps one person, one key or one campaign from teaching the model alone. Pure: labels in, labels out, and why the others stayed out.</summary>
internal static class PoisoningGuard
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>An hour in which one actor suddenly said the same about many texts.</summary>
    /// <param name="Actor">Who.</param>
    /// <param name="From">Start of the hour.</param>
    /// <param name="Labels">How many labels.</param>
    /// <param name="Violating">How many of them say violating.</param>
    public sealed record Burst(string Actor, DateTimeOffset From, int Labels, int Violating);

    /// <summary>
    /// Bursts: an hour of one actor with many different texts, nearly all of one class, and several times what the actor usually does in an hour. Near-duplicates count once: to reject a
    /// campaign is no burst. Imports are one burst by nature and are asked for by an admin.
    /// </summary>
    public static IReadOnlyList<Burst> FindBursts(IReadOnlyList<TrainingLabel> labels, TrainingSetRules rules)
    {
        List<Burst> bursts = [];
        foreach (IGrouping<string, TrainingLabel> actor in labels.Where(label => label.Source != LabelSource.Import).GroupBy(label => label.Actor))
        {
            var hours = actor.GroupBy(label => HourOf(label.At)).Select(hour => (From: hour.Key, Labels: hour.ToArray(), Texts: hour.DistinctBy(label => label.Cluster).Count())).ToArray();
            foreach ((DateTimeOffset from, TrainingLabel[] inHour, int texts) in hours)
            {
                int violating = inHour.Count(label => label.IsViolating);
                bool isOneSided = Math.Max(violating, inHour.Length - violating) >= rules.BurstShare * inHour.Length;
                int[] usual = [.. hours.Where(hour => hour.From < from).Select(hour => hour.Texts).Order()];
                bool isSudden = usual.Length == 0 || texts >= rules.BurstFactor * usual[usual.Length / 2];
                if (texts >= rules.BurstTexts && isOneSided && isSudden)
                {
                    bursts.Add(new Burst(actor.Key, from, inHour.Length, violating));
                }
            }
        }

        return [.. bursts.OrderBy(burst => burst.From).ThenBy(burst => burst.Actor, StringComparer.Ordinal)];
    }

    /// <summary>Whether a label was given in a burst.</summary>
    public static bool IsIn(TrainingLabel label, string actor, DateTimeOffset from) => label.Actor == actor && HourOf(label.At) == from;

    /// <summary>Of each campaign and class the newest texts.</summary>
    public static IEnumerable<TrainingLabel> CapCampaigns(IEnumerable<TrainingLabel> labels, TrainingSetRules rules) =>
        labels.GroupBy(label => (label.Cluster, label.IsViolating)).SelectMany(campaign => Newest(campaign, rules.MaxPerCampaign));

    /// <summary>Of each moderator as many as all others together, of each key a tenth of all, the newest; a moderator who is alone is not capped.</summary>
    public static IEnumerable<TrainingLabel> CapActors(IReadOnlyList<TrainingLabel> labels, TrainingSetRules rules)
    {
        var actors = labels.Where(label => label.Source != LabelSource.Import).GroupBy(label => (label.Actor, IsKey: label.Source == LabelSource.Feedback)).ToArray();
        int people = actors.Count(actor => !actor.Key.IsKey);
        return actors.SelectMany(actor =>
        {
            int others = labels.Count - actor.Count();
            int most = actor.Key.IsKey ? Math.Max(rules.KeyFloor, labels.Count / 10) : people == 1 ? int.MaxValue : Math.Max(rules.ActorFloor, others);
            return Newest(actor, most);
        }).Concat(labels.Where(label => label.Source == LabelSource.Import));
    }

    private static IEnumerable<TrainingLabel> Newest(IEnumerable<TrainingLabel> labels, int count) =>
        labels.OrderByDescending(label => label.At).ThenBy(label => label.SubmissionId).Take(count);

    private static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % Hour.Ticks), TimeSpan.Zero);
}
