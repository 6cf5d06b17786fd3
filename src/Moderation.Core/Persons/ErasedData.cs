using Moderation.Blocks;
using Moderation.Feedback;
using Moderation.Labels;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Persons;

/// <summary>
/// Everything that goes when a submission is erased, beside its own row: the one list. A table that holds words or a trace of an author needs a line here; a test compares the list with the schema and
/// fails on a column that nobody thought of.
/// </summary>
internal static class ErasedData
{
    /// <summary>What is changed or deleted, by table. Parameters: <c>@site</c>, <c>@id</c>, and <c>@none</c>, no bytes.</summary>
    private static readonly (string Table, string Sql)[] Steps =
    [
        ("audit_entry", """
            update audit_entry
            set note = null, reasons = null
            where site_id = @site and submission_id = @id
            """),
        ("dead_letter", """
            delete from dead_letter
            where site_id = @site and submission_id = @id
            """),
        ("review_claim", """
            delete from review_claim
            where site_id = @site and submission_id = @id
            """),
        ("report", """
            delete from report
            where site_id = @site and submission_id = @id
            """),
        ("blind_item", """
            delete from blind_item
            where site_id = @site and submission_id = @id
            """),

        // The turn first: whoever groups submissions of the site holds it, and whoever comes after sees that this one is erased.
        ("campaign_turn", """
            update campaign_turn
            set changes = changes + 1
            where site_id = @site
            """),
        ("campaign", """
            update campaign
            set size = size - 1,
                domain = case when size = 1 then null else domain end,
                sketch = case when sample_id = @id then @none else sketch end,
                sample_id = case when sample_id <> @id then sample_id else coalesce(
                    (select other.submission_id
                     from campaign_member as other
                     where other.campaign_id = campaign.campaign_id and other.submission_id <> @id
                     order by other.joined_at, other.submission_id
                     limit 1), sample_id) end,
                unlike_likeness = case when unlike_id <> @id then unlike_likeness else coalesce(
                    (select min(other.likeness)
                     from campaign_member as other
                     where other.campaign_id = campaign.campaign_id and other.submission_id <> @id), 1) end,
                unlike_id = case when unlike_id <> @id then unlike_id else coalesce(
                    (select other.submission_id
                     from campaign_member as other
                     where other.campaign_id = campaign.campaign_id and other.submission_id <> @id
                     order by other.likeness, other.joined_at, other.submission_id
                     limit 1), unlike_id) end
            where campaign_id = (select own.campaign_id from campaign_member as own where own.site_id = @site and own.submission_id = @id)
            """),
        ("campaign_member", """
            delete from campaign_member
            where site_id = @site and submission_id = @id
            """),
    ];

    /// <summary>The tables that erasing reaches, the submission's own among them.</summary>
    public static IReadOnlyList<string> Tables => [.. Steps.Select(step => step.Table), "submission", "label", "training_text", "feedback", "block"];

    /// <summary>Erases what hangs on a submission. Safe to repeat.</summary>
    /// <param name="unit">The transaction that erases.</param>
    /// <param name="row">The submission as it was.</param>
    /// <param name="author">The keyed hashes that recognise its author.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task EraseAsync(Unit unit, Submission row, IReadOnlyList<byte[]> author, DateTimeOffset now, CancellationToken cancellationToken)
    {
        SubmissionKey key = row.Key;
        var arguments = new { site = key.Site.Value, id = key.Id.Value, none = Array.Empty<byte>() };
        foreach ((_, string sql) in Steps)
        {
            await unit.ExecuteAsync(sql, arguments, cancellationToken).ConfigureAwait(false);
        }

        await LabelStore.EraseAsync(unit, key, cancellationToken).ConfigureAwait(false);
        await FeedbackStore.EraseAsync(unit, key, row.BodyHash, cancellationToken).ConfigureAwait(false);
        foreach (byte[] hash in author)
        {
            await BlockStore.EraseAsync(unit, key.Site, hash, now, cancellationToken).ConfigureAwait(false);
        }
    }
}
