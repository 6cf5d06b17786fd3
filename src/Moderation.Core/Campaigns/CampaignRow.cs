using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Campaigns;

/// <summary>A campaign as its row reads.</summary>
internal sealed record CampaignRow
{
    public const string Columns = """
        campaign_id, site_id, number, kind, domain, sample_id, sketch, size, unlike_id, unlike_likeness, first_at, last_at, bulk_id, is_rejected, follows_until
        """;

    public Guid CampaignId { get; init; }

    public required string SiteId { get; init; }

    public int Number { get; init; }

    public required string Kind { get; init; }

    public string? Domain { get; init; }

    public Guid SampleId { get; init; }

    public required byte[] Sketch { get; init; }

    public int Size { get; init; }

    public Guid UnlikeId { get; init; }

    public double UnlikeLikeness { get; init; }

    public DateTimeOffset FirstAt { get; init; }

    public DateTimeOffset LastAt { get; init; }

    public Guid? BulkId { get; init; }

    public bool? IsRejected { get; init; }

    public DateTimeOffset? FollowsUntil { get; init; }

    public Campaign ToCampaign() => new()
    {
        CampaignId = CampaignId,
        Site = Sites.SiteId.Parse(SiteId),
        Number = Number,
        Kind = EnumText.Parse<CampaignKind>(Kind),
        Domain = Domain,
        Sample = new SubmissionId(SampleId),
        Sketch = WordSketch.FromBytes(Sketch),
        Size = Size,
        MostUnlike = new SubmissionId(UnlikeId),
        LeastLikeness = UnlikeLikeness,
        FirstAt = FirstAt,
        LastAt = LastAt,
        BulkId = BulkId,
        IsRejected = IsRejected,
        FollowsUntil = FollowsUntil,
    };
}
