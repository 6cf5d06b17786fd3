using System.Globalization;
using Moderation.Labels;
using Moderation.Storage;

namespace Moderation.Training;

/// <summary>
/// Makes a training set of a site's labels: without duplicates, guarded, bounded, and split by time and near-duplicate cluster, so that what is held out is newer than what is learnt and
/// nothing like it was learnt. Pure: equal labels make equal sets.
/// </summary>
internal static class TrainingSetBuilder
{
    private const double ManyContradictions = 0.1;

    /// <summary>Chooses and splits.</summary>
    /// <param name="labels">One for each submission.</param>
    /// <param name="holds">Held labels that are known already.</param>
    /// <param name="learnt">Submissions that the champion was trained on: they cannot be held out.</param>
    /// <param name="rules">Bounds and guards.</param>
    public static BuiltSet Build(IReadOnlyList<TrainingLabel> labels, IReadOnlyList<LabelHold> holds, IReadOnlySet<Guid> learnt, TrainingSetRules rules)
    {
        SortedDictionary<string, int> leftOut = new(StringComparer.Ordinal);
        List<TrainingLabel> chosen = Unlike(labels, leftOut);
        IReadOnlyList<PoisoningGuard.Burst> bursts = [.. PoisoningGuard.FindBursts(chosen, rules).Where(burst => !holds.Any(hold => hold.Actor == burst.Actor && hold.From == burst.From))];
        chosen = Keep("held", label => !bursts.Any(burst => PoisoningGuard.IsIn(label, burst.Actor, burst.From)) && !IsHeld(label, LabelHoldState.Waiting));
        chosen = Keep("dropped", label => !IsHeld(label, LabelHoldState.Dropped));
        chosen = Replace("campaign", [.. PoisoningGuard.CapCampaigns(chosen, rules)]);
        chosen = Replace("actor", [.. PoisoningGuard.CapActors(chosen, rules)]);
        chosen = Replace("too_many", Bounded(chosen, rules));
        IReadOnlyList<TrainingItem> items = Split(chosen, learnt, rules);
        return new BuiltSet(items, Manifest(labels.Count, chosen, items, leftOut, rules), bursts);

        bool IsHeld(TrainingLabel label, LabelHoldState state) => holds.Any(hold => hold.State == state && PoisoningGuard.IsIn(label, hold.Actor, hold.From));

        List<TrainingLabel> Keep(string why, Func<TrainingLabel, bool> isKept) => Replace(why, [.. chosen.Where(isKept)]);

        List<TrainingLabel> Replace(string why, List<TrainingLabel> kept)
        {
            if (kept.Count < chosen.Count)
            {
                leftOut[why] = chosen.Count - kept.Count;
            }

            return kept;
        }
    }

    // Of equal texts one counts: that of the most trusted source, and of these the latest.
    private static List<TrainingLabel> Unlike(IReadOnlyList<TrainingLabel> labels, SortedDictionary<string, int> leftOut)
    {
        List<TrainingLabel> chosen = [];
        foreach (IGrouping<string, TrainingLabel> equal in labels.GroupBy(label => label.TextHash))
        {
            TrainingLabel counts = equal.OrderBy(label => label.Source).ThenByDescending(label => label.At).ThenBy(label => label.SubmissionId).First();
            chosen.Add(counts);
            foreach (TrainingLabel other in equal.Where(label => label != counts))
            {
                string why = other.IsViolating == counts.IsViolating ? "duplicate" : "contradicted";
                leftOut[why] = leftOut.GetValueOrDefault(why) + 1;
            }
        }

        return chosen;
    }

    private static List<TrainingLabel> Bounded(List<TrainingLabel> labels, TrainingSetRules rules)
    {
        List<TrainingLabel> kept = [];
        long chars = 0;
        foreach (TrainingLabel label in labels.OrderByDescending(label => label.At).ThenBy(label => label.SubmissionId))
        {
            chars += label.Chars;
            if (kept.Count == rules.MaxTexts || chars > rules.MaxChars)
            {
                break;
            }

            kept.Add(label);
        }

        return kept;
    }

    private static List<TrainingItem> Split(List<TrainingLabel> labels, IReadOnlySet<Guid> learnt, TrainingSetRules rules)
    {
        int holdout = (int)(labels.Count * rules.HoldoutShare);
        int validation = (int)(labels.Count * rules.ValidationShare);
        Dictionary<int, TrainingPart> parts = [];
        int taken = 0;

        // Newest first by the first text of each cluster: a campaign that began before the line lies before it as a whole.
        foreach (var cluster in labels.GroupBy(label => label.Cluster).Select(group => (group.Key, Members: group.ToArray()))
            .OrderByDescending(cluster => cluster.Members.Min(label => label.ReceivedAt)).ThenBy(cluster => cluster.Members.Min(label => label.SubmissionId)))
        {
            bool isLearnt = cluster.Members.Any(label => learnt.Contains(label.SubmissionId));
            bool fits = taken + cluster.Members.Length <= holdout + validation;
            parts[cluster.Key] = isLearnt || !fits ? TrainingPart.Training : taken < holdout ? TrainingPart.Holdout : TrainingPart.Validation;
            taken += parts[cluster.Key] == TrainingPart.Training ? 0 : cluster.Members.Length;
        }

        return [.. labels.Select(label => new TrainingItem(label.SubmissionId, parts[label.Cluster], label.IsViolating, label.Reason, label.Source, label.Weight, label.TextHash))];
    }

    private static TrainingManifest Manifest(int found, List<TrainingLabel> chosen, IReadOnlyList<TrainingItem> items, SortedDictionary<string, int> leftOut, TrainingSetRules rules) => new()
    {
        Labels = found,
        Texts = items.Count,
        From = chosen.Count == 0 ? null : chosen.Min(label => label.At),
        To = chosen.Count == 0 ? null : chosen.Max(label => label.At),
        Sources = new SortedDictionary<string, int>(items.GroupBy(item => item.Source.ToText()).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal),
        Parts = new SortedDictionary<string, TrainingPartCount>(
            Enum.GetValues<TrainingPart>().ToDictionary(
                part => part.ToText(), part => new TrainingPartCount(items.Count(item => item.Part == part), items.Count(item => item.Part == part && item.IsViolating))),
            StringComparer.Ordinal),
        LeftOut = leftOut,
        Actors = chosen.Select(label => label.Actor).Distinct().Count(),
        Clusters = chosen.Select(label => label.Cluster).Distinct().Count(),
        Warnings = [.. Warnings(found, chosen, leftOut, rules)],
    };

    private static IEnumerable<string> Warnings(int found, List<TrainingLabel> chosen, SortedDictionary<string, int> leftOut, TrainingSetRules rules)
    {
        if (chosen.Count > 0 && chosen.Select(label => label.Actor).Distinct().Count() == 1)
        {
            yield return chosen[0].Source == LabelSource.Import
                ? "All labels were imported: the model learns what was decided elsewhere, by an unknown number of people."
                : "All labels are by one person: the model learns that person's judgement.";
        }

        if (leftOut.GetValueOrDefault("contradicted") is > 0 and var contradicted)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{contradicted} labels say the opposite of a later one about the same text; the later ones count.")
                + (contradicted > ManyContradictions * found ? " That is many: agree on the rules of the house before you train again." : "");
        }

        if (leftOut.GetValueOrDefault("held") is > 0 and var held)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{held} labels wait for an admin: many of one actor within an hour that all say the same.");
        }

        if (leftOut.GetValueOrDefault("too_many") is > 0 and var beyond)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Only the newest {chosen.Count} texts are used (at most {rules.MaxTexts}, and {rules.MaxChars} characters); {beyond} older ones stay out.");
        }
    }
}

/// <summary>A set before it is stored.</summary>
/// <param name="Items">Its texts.</param>
/// <param name="Manifest">What it is made of.</param>
/// <param name="Bursts">Labels that have to wait for an admin from now on.</param>
internal sealed record BuiltSet(IReadOnlyList<TrainingItem> Items, TrainingManifest Manifest, IReadOnlyList<PoisoningGuard.Burst> Bursts);
