using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Campaigns;

/// <content>Who belongs to campaigns, and what came lately and belongs to none.</content>
internal sealed partial class CampaignStore
{
    private const string LateSql = """
        select submission.site_id, submission.id, submission.version
        from campaign_member
        join submission on submission.site_id = campaign_member.site_id and submission.id = campaign_member.submission_id
        where campaign_member.campaign_id = @campaignId
          and not exists (select 1 from bulk_item where bulk_item.bulk_id = @bulkId and bulk_item.submission_id = campaign_member.submission_id)
        order by campaign_member.joined_at, campaign_member.submission_id
        limit @limit
        """;

    /// <summary>Members that a decision about all of it does not name yet, the oldest first.</summary>
    public static async Task<IReadOnlyList<MemberVersion>> ListLateAsync(Unit unit, Campaign campaign, Guid bulkId, int limit, CancellationToken cancellationToken) =>
        [.. (await unit.QueryAsync<VersionRow>(LateSql, new { campaignId = campaign.CampaignId, bulkId, limit }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToMember())];

    private const string ListMembersSql = """
        select submission.site_id, submission.id, submission.version
        from campaign_member
        join submission on submission.site_id = campaign_member.site_id and submission.id = campaign_member.submission_id
        where campaign_member.campaign_id = @campaignId
        order by campaign_member.joined_at, campaign_member.submission_id
        limit @limit
        """;

    /// <summary>The members with the versions they are in, in the order in which they came.</summary>
    public Task<IReadOnlyList<MemberVersion>> ListMembersAsync(Guid campaignId, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<MemberVersion>>(
        async (unit, token) => [.. (await unit.QueryAsync<VersionRow>(ListMembersSql, new { campaignId, limit }, token).ConfigureAwait(false)).Select(row => row.ToMember())], cancellationToken);

    private static readonly RowSet<SubmissionKey> Keys = new RowSet<SubmissionKey>("wanted").Text("of_site", key => key.Site.Value).Uuid("of_id", key => key.Id.Value);

    private string FindMembersSql => $"""
        select campaign_member.site_id, campaign_member.submission_id
        from {database.Dialect.Rows(Keys)}
        join campaign_member on campaign_member.site_id = wanted.of_site and campaign_member.submission_id = wanted.of_id
        """;

    /// <summary>Those that belong to a campaign.</summary>
    public async Task<IReadOnlyList<SubmissionKey>> FindMembersAsync(Unit unit, IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken) =>
        [.. (await unit.QueryManyAsync<SubmissionKey, KeyRow>(FindMembersSql, Keys, keys, cancellationToken).ConfigureAwait(false)).Select(row => new SubmissionKey(SiteId.Parse(row.SiteId), new SubmissionId(row.SubmissionId)))];

    // What was received lately and belongs to no campaign, in three parts because there is no index over all states by time. The members are looked up one by one: asked with "not exists", PostgreSQL reads all
    // members that a site ever had (100,000 beside a million submissions).
    private static string RecentSql => $"""
        select id, body, received_at
        from (
            {Part("state = 'flagged'", "received_at")} union all
            {Part("state = 'approved'", "effective_at")} union all
            {Part("state = 'rejected'", "decided_at")}
        ) recent
        where (select campaign_id from campaign_member where campaign_member.site_id = @site and campaign_member.submission_id = recent.id) is null
        order by received_at, id
        limit 3000
        """;

    /// <summary>The latest submissions of a site that belong to no campaign, up to a thousand of each state, the oldest first: from which a process that has just started goes on.</summary>
    public Task<IReadOnlyList<RecentText>> ListRecentAsync(SiteId site, DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<RecentText>>(
        async (unit, token) => await unit.QueryAsync<RecentText>(RecentSql, new { site = site.Value, since }, token).ConfigureAwait(false), cancellationToken);

    private static string Part(string state, string time) => $"""
        select id, body, received_at
            from (
                select id, body, received_at
                from submission
                where site_id = @site and {state} and not is_test and replaces_id is null and {time} > @since
                order by {time} desc
                limit 1000) {state[9..^1]}_part
        """;

    private sealed record VersionRow
    {
        public required string SiteId { get; init; }

        public Guid Id { get; init; }

        public int Version { get; init; }

        public MemberVersion ToMember() => new(new SubmissionKey(Sites.SiteId.Parse(SiteId), new SubmissionId(Id)), Version);
    }
}

/// <summary>A submission of a campaign.</summary>
internal sealed record CampaignMember(SubmissionKey Key, Guid CampaignId, double Likeness, DateTimeOffset JoinedAt);

/// <summary>A member of a campaign in the version it is in.</summary>
internal sealed record MemberVersion(SubmissionKey Key, int Version);

/// <summary>A submission that may join a campaign.</summary>
internal sealed record RecentText
{
    public Guid Id { get; init; }

    public required string Body { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}
