using Moderation.Campaigns;
using Moderation.Submissions;

namespace Moderation.Bulk;

/// <summary>Shows what a draft would decide about: some members by chance, the one that is most unlike the others, and how they stand now.</summary>
internal sealed class PreviewBulk(BulkStore bulks, CampaignStore campaigns, SubmissionStore submissions, SketchMaker sketches)
{
    /// <summary>How many are shown by chance.</summary>
    public const int Picked = 5;

    /// <summary>Among so many, chosen by chance, the most unlike is looked for.</summary>
    private const int MostCompared = 1_000;

    private const int References = 12;

    /// <summary>Looks at a draft.</summary>
    public async Task<BulkPreview> HandleAsync(BulkDecision draft, Random random, CancellationToken cancellationToken)
    {
        SubmissionId[] ids = [.. await bulks.ListItemsAsync(draft.BulkId, DecideInBulk.MostItems, cancellationToken).ConfigureAwait(false)];
        random.Shuffle(ids);
        SubmissionId? known = draft.CampaignId is { } campaignId ? (await campaigns.FindAsync(campaignId, cancellationToken).ConfigureAwait(false))?.MostUnlike : null;
        IEnumerable<SubmissionId> looked = known is { } unlike ? ids.Take(MostCompared).Append(unlike).Distinct() : ids.Take(MostCompared);
        IReadOnlyList<Submission> found = await submissions.FindManyAsync([.. looked.Select(id => new SubmissionKey(draft.Site, id))], cancellationToken).ConfigureAwait(false);
        Dictionary<SubmissionId, Submission> rows = found.ToDictionary(row => row.Key.Id);
        Submission? least = known is { } id && rows.TryGetValue(id, out Submission? stored) ? stored : MostUnlike(found);
        return new BulkPreview
        {
            Picks = [.. ids.Where(rows.ContainsKey).Select(pick => rows[pick]).Where(row => row.Key != least?.Key).Take(Picked)],
            MostUnlike = found.Count > 1 ? least : null,
            States = found.GroupBy(row => row.State).ToDictionary(group => group.Key, group => group.Count()),
            IsComplete = ids.Length <= MostCompared,
        };
    }

    /// <summary>The one that has least in common with some of the others.</summary>
    private Submission? MostUnlike(IReadOnlyList<Submission> rows)
    {
        WordSketch[] all = [.. rows.Select(row => sketches.Of(row.Body))];
        return rows.Select((row, index) => (row, likeness: all.Take(References).Average(reference => all[index].LikenessTo(reference)))).OrderBy(compared => compared.likeness).Select(compared => compared.row).FirstOrDefault();
    }
}

/// <summary>What a draft would decide about.</summary>
internal sealed record BulkPreview
{
    /// <summary>Some of them, by chance.</summary>
    public required IReadOnlyList<Submission> Picks { get; init; }

    /// <summary>The one that is most unlike the others; null when there is only one.</summary>
    public required Submission? MostUnlike { get; init; }

    /// <summary>How many are in each state, of those looked at.</summary>
    public required IReadOnlyDictionary<SubmissionState, int> States { get; init; }

    /// <summary>All of them were looked at.</summary>
    public required bool IsComplete { get; init; }
}
