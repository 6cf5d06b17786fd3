using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Campaigns;

/// <summary>Campaigns and their members. Whoever makes a campaign or adds to one takes the site's turn first, so that two processes do not make the same campaign twice and sizes stay exact.</summary>
internal sealed partial class CampaignStore(Database database)
{
    private static readonly RowSet<Campaign> Campaigns = new RowSet<Campaign>("fresh")
        .Uuid("campaign_id", row => row.CampaignId).Text("site_id", row => row.Site.Value).Integer("number", row => row.Number).Text("kind", row => row.Kind.ToText()).Text("domain", row => row.Domain)
        .Uuid("sample_id", row => row.Sample.Value).Bytes("sketch", row => row.Sketch.ToBytes()).Integer("size", row => row.Size).Uuid("unlike_id", row => row.MostUnlike.Value)
        .Real("unlike_likeness", row => row.LeastLikeness).Time("first_at", row => row.FirstAt).Time("last_at", row => row.LastAt).Time("active_until", row => row.LastAt + Campaign.Window);

    private static readonly RowSet<CampaignMember> Members = new RowSet<CampaignMember>("joining")
        .Text("site_id", row => row.Key.Site.Value).Uuid("submission_id", row => row.Key.Id.Value).Uuid("campaign_id", row => row.CampaignId).Real("likeness", row => row.Likeness)
        .Time("joined_at", row => row.JoinedAt);

    private static readonly RowSet<CampaignGrowth> Growths = new RowSet<CampaignGrowth>("growth")
        .Uuid("of_campaign", row => row.CampaignId).Integer("joined", row => row.Joined).Time("newest_at", row => row.LastAt).Time("new_active_until", row => row.LastAt + Campaign.Window).Uuid("least_id", row => row.MostUnlike.Value)
        .Real("least_likeness", row => row.LeastLikeness);

    private const string TakeTurnSql = """
        insert into campaign_turn (site_id, last_number, changes)
        values (@site, 0, 0)
        on conflict (site_id) do update set last_number = campaign_turn.last_number
        returning last_number, changes
        """;

    /// <summary>Waits until nobody else groups submissions of the site, and keeps the turn until the unit ends. Returns the last number given, and how often campaigns had changed.</summary>
    public static async Task<(int LastNumber, long Changes)> TakeTurnAsync(Unit unit, SiteId site, CancellationToken cancellationToken)
    {
        TurnRow turn = (await unit.QuerySingleOrDefaultAsync<TurnRow>(TakeTurnSql, new { site = site.Value }, cancellationToken).ConfigureAwait(false))!;
        return (turn.LastNumber, turn.Changes);
    }

    private const string EndTurnSql = """
        update campaign_turn
        set last_number = @lastNumber, changes = changes + 1
        where site_id = @site
        """;

    /// <summary>Has every process read the campaigns of the site again.</summary>
    public static Task TellAsync(Unit unit, SiteId site, int lastNumber, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(EndTurnSql, new { site = site.Value, lastNumber }, cancellationToken);

    private const string ChangesSql = "select changes from campaign_turn where site_id = @site";

    /// <summary>How often campaigns of a site were made or decided.</summary>
    public Task<long> CountChangesAsync(SiteId site, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>(ChangesSql, new { site = site.Value }, token), cancellationToken);

    private const string ListActiveSql = $"""
        select {CampaignRow.Columns}
        from campaign
        where site_id = @site and active_until > @now
        order by active_until desc
        limit 1000
        """;

    /// <summary>The campaigns that take members, a thousand at most, the newest of them; in the order of their numbers.</summary>
    public static async Task<IReadOnlyList<Campaign>> ListActiveAsync(Unit unit, SiteId site, DateTimeOffset now, CancellationToken cancellationToken) =>
        [.. (await unit.QueryAsync<CampaignRow>(ListActiveSql, new { site = site.Value, now }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToCampaign()).OrderBy(campaign => campaign.Number)];

    private string AddSql => $"""
        insert into campaign ({Campaigns.ColumnNames})
        select {Campaigns.ColumnNames}
        from {database.Dialect.Rows(Campaigns)}
        """;

    /// <summary>Adds campaigns that have no members yet.</summary>
    public Task AddAsync(Unit unit, IReadOnlyList<Campaign> campaigns, CancellationToken cancellationToken) => unit.ExecuteManyAsync(AddSql, Campaigns, campaigns, cancellationToken);

    private string AddMembersSql => $"""
        insert into campaign_member ({Members.ColumnNames})
        select {Members.ColumnNames}
        from {database.Dialect.Rows(Members)}
        where exists (select 1 from submission where submission.site_id = joining.site_id and submission.id = joining.submission_id and submission.state <> 'erased' and not submission.is_test)
        on conflict do nothing
        returning site_id, submission_id
        """;

    private string GrowSql => $"""
        update campaign
        set size = size + growth.joined,
            last_at = case when growth.newest_at > last_at then growth.newest_at else last_at end,
            active_until = case when growth.new_active_until > active_until then growth.new_active_until else active_until end,
            unlike_id = case when growth.least_likeness < unlike_likeness then growth.least_id else unlike_id end,
            unlike_likeness = case when growth.least_likeness < unlike_likeness then growth.least_likeness else unlike_likeness end
        from {database.Dialect.Rows(Growths)}
        where campaign.campaign_id = growth.of_campaign
        """;

    /// <summary>Adds members. A submission that has a campaign keeps it, one that is not stored is left out; returns the keys that were added.</summary>
    public async Task<IReadOnlySet<SubmissionKey>> AddMembersAsync(Unit unit, IReadOnlyList<CampaignMember> members, CancellationToken cancellationToken)
    {
        HashSet<SubmissionKey> added =
        [
            .. (await unit.QueryManyAsync<CampaignMember, KeyRow>(AddMembersSql, Members, members, cancellationToken).ConfigureAwait(false))
                .Select(row => new SubmissionKey(SiteId.Parse(row.SiteId), new SubmissionId(row.SubmissionId))),
        ];
        CampaignGrowth[] growths =
        [
            .. members.Where(member => added.Contains(member.Key)).GroupBy(member => member.CampaignId).Select(group => new CampaignGrowth(
                group.Key, group.Count(), group.Max(member => member.JoinedAt), group.MinBy(member => member.Likeness)!.Key.Id, group.Min(member => member.Likeness))),
        ];
        await unit.ExecuteManyAsync(GrowSql, Growths, growths, cancellationToken).ConfigureAwait(false);
        return added;
    }

    private string EmptySql => $"""
        update campaign
        set sketch = @none
        where {database.Dialect.In("campaign_id", "campaigns")}
        """;

    /// <summary>The samples of these campaigns were erased, or never stored, while they were grouped: what they were compared by is not kept.</summary>
    public Task EmptyAsync(Unit unit, IReadOnlyList<Guid> campaigns, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(EmptySql, new { campaigns = unit.Dialect.List(campaigns), none = Array.Empty<byte>() }, cancellationToken);

    private const string FindSql = $"""
        select {CampaignRow.Columns}
        from campaign
        where campaign_id = @campaignId
        """;

    /// <summary>Null when there is none.</summary>
    public Task<Campaign?> FindAsync(Guid campaignId, CancellationToken cancellationToken) => database.ReadAsync((unit, token) => FindAsync(unit, campaignId, token), cancellationToken);

    /// <inheritdoc cref="FindAsync(Guid, CancellationToken)"/>
    public async Task<Campaign?> FindAsync(Unit unit, Guid campaignId, CancellationToken cancellationToken) =>
        (await unit.QuerySingleOrDefaultAsync<CampaignRow>(FindSql, new { campaignId }, cancellationToken).ConfigureAwait(false))?.ToCampaign();

    private const string DecideSql = """
        update campaign
        set bulk_id = @bulkId, is_rejected = @isRejected, follows_until = @followsUntil,
            active_until = case when active_until < @followsUntil then @followsUntil else active_until end
        where campaign_id = @campaignId
        """;

    /// <summary>All of it is decided; later arrivals follow until a time.</summary>
    public static Task DecideAsync(Unit unit, Guid campaignId, Guid bulkId, bool isRejected, DateTimeOffset followsUntil, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(DecideSql, new { campaignId, bulkId, isRejected, followsUntil }, cancellationToken);

    private const string UndecideSql = """
        update campaign
        set bulk_id = null, is_rejected = null, follows_until = null
        where campaign_id = @campaignId and bulk_id = @bulkId
        """;

    /// <summary>That decision is undone; a later one stands.</summary>
    public static Task UndecideAsync(Unit unit, Guid campaignId, Guid bulkId, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(UndecideSql, new { campaignId, bulkId }, cancellationToken);

    private const string WithFollowersSql = $"""
        select {CampaignRow.Columns}
        from campaign
        where follows_until > @now
          and size > (select items from bulk_decision where bulk_decision.bulk_id = campaign.bulk_id)
        order by follows_until
        limit 200
        """;

    /// <summary>Campaigns of all sites that got members after the decision about them, as long as those follow.</summary>
    public Task<IReadOnlyList<Campaign>> ListWithFollowersAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Campaign>>(
        async (unit, token) => [.. (await unit.QueryAsync<CampaignRow>(WithFollowersSql, new { now }, token).ConfigureAwait(false)).Select(row => row.ToCampaign())], cancellationToken);

    private sealed record TurnRow
    {
        public int LastNumber { get; init; }

        public long Changes { get; init; }
    }

    private sealed record KeyRow
    {
        public required string SiteId { get; init; }

        public Guid SubmissionId { get; init; }
    }

    private sealed record CampaignGrowth(Guid CampaignId, int Joined, DateTimeOffset LastAt, SubmissionId MostUnlike, double LeastLikeness);
}
