using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Campaigns;

/// <summary>What a person sees of campaigns.</summary>
internal sealed class CampaignReads(Database database)
{
    private static readonly RowSet<SubmissionKey> Keys = new RowSet<SubmissionKey>("wanted").Text("of_site", key => key.Site.Value).Uuid("of_id", key => key.Id.Value);

    /// <summary>From so many of the latest members the pages and the names are told.</summary>
    private const int LatestMembers = 200;

    /// <summary>How many pages and names are told.</summary>
    private const int MostTold = 5;

    private const string ListSql = $"""
        select {CampaignRow.Columns}
        from campaign
        where site_id = @site and (last_at, campaign_id) < (@before, @beforeId)
        order by last_at desc, campaign_id desc
        limit @limit
        """;

    /// <summary>The campaigns of a site, the one with the latest member first, after the one that ended the page before; null for the first page.</summary>
    public Task<IReadOnlyList<Campaign>> ListAsync(SiteId site, Campaign? after, int limit, CancellationToken cancellationToken)
    {
        var arguments = new { site = site.Value, before = after?.LastAt ?? Latest, beforeId = after?.CampaignId ?? Guid.AllBitsSet, limit };
        return database.ReadAsync<IReadOnlyList<Campaign>>(
            async (unit, token) => [.. (await unit.QueryAsync<CampaignRow>(ListSql, arguments, token).ConfigureAwait(false)).Select(row => row.ToCampaign())], cancellationToken);
    }

    private string StatesSql => $"""
        select campaign_member.campaign_id, submission.state, count(*) as members
        from campaign_member
        join submission on submission.site_id = campaign_member.site_id and submission.id = campaign_member.submission_id
        where {database.Dialect.In("campaign_member.campaign_id", "campaigns")}
        group by campaign_member.campaign_id, submission.state
        """;

    private const string LatestSql = """
        select submission.author_name, coalesce(page.title, page.url) as page
        from campaign_member
        join submission on submission.site_id = campaign_member.site_id and submission.id = campaign_member.submission_id
        join page on page.page_id = submission.page_id
        where campaign_member.campaign_id = @campaignId
        order by campaign_member.joined_at desc, campaign_member.submission_id desc
        limit @limit
        """;

    /// <summary>How the members of some campaigns stand, and where and under which names the latest of them were sent.</summary>
    public Task<IReadOnlyList<CampaignView>> ViewAsync(IReadOnlyList<Campaign> campaigns, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<CampaignView>>(
        async (unit, token) =>
        {
            List<StateRow> states = campaigns.Count == 0 ? [] : await unit.QueryAsync<StateRow>(StatesSql, new { campaigns = unit.Dialect.List(campaigns.Select(campaign => campaign.CampaignId)) }, token).ConfigureAwait(false);
            List<CampaignView> views = [];
            foreach (Campaign campaign in campaigns)
            {
                List<LatestRow> latest = await unit.QueryAsync<LatestRow>(LatestSql, new { campaignId = campaign.CampaignId, limit = LatestMembers }, token).ConfigureAwait(false);
                views.Add(new CampaignView
                {
                    Campaign = campaign,
                    States = states.Where(row => row.CampaignId == campaign.CampaignId).ToDictionary(row => EnumText.Parse<SubmissionState>(row.State), row => (int)row.Members),
                    Pages = Most(latest.Select(row => row.Page)),
                    PageCount = latest.Select(row => row.Page).Distinct().Count(),
                    Names = Most(latest.Select(row => row.AuthorName)),
                    NameCount = latest.Select(row => row.AuthorName).Distinct().Count(),
                });
            }

            return views;
        },
        cancellationToken);

    private string NumbersSql => $"""
        select campaign_member.submission_id, campaign.number
        from {database.Dialect.Rows(Keys)}
        join campaign_member on campaign_member.site_id = wanted.of_site and campaign_member.submission_id = wanted.of_id
        join campaign on campaign.campaign_id = campaign_member.campaign_id
        """;

    /// <summary>The numbers of the campaigns that some submissions of one site belong to, with one statement; those that belong to none are left out.</summary>
    public async Task<IReadOnlyDictionary<SubmissionId, int>> NumbersAsync(IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken) =>
        (await database.ReadAsync((unit, token) => unit.QueryManyAsync<SubmissionKey, NumberRow>(NumbersSql, Keys, keys, token), cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => new SubmissionId(row.SubmissionId), row => row.Number);

    private static IReadOnlyList<(string, int)> Most(IEnumerable<string> texts) =>
        [.. texts.GroupBy(text => text).Select(group => (group.Key, group.Count())).OrderByDescending(told => told.Item2).ThenBy(told => told.Key, StringComparer.Ordinal).Take(MostTold)];

    /// <summary>Later than anything stored.</summary>
    private static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private sealed record NumberRow
    {
        public Guid SubmissionId { get; init; }

        public int Number { get; init; }
    }

    private sealed record StateRow
    {
        public Guid CampaignId { get; init; }

        public required string State { get; init; }

        public long Members { get; init; }
    }

    private sealed record LatestRow
    {
        public required string AuthorName { get; init; }

        public required string Page { get; init; }
    }
}

/// <summary>A campaign as a person sees it.</summary>
internal sealed record CampaignView
{
    public required Campaign Campaign { get; init; }

    /// <summary>How many members are in each state.</summary>
    public required IReadOnlyDictionary<SubmissionState, int> States { get; init; }

    /// <summary>Where most of the latest members were sent, with their number.</summary>
    public required IReadOnlyList<(string Page, int Members)> Pages { get; init; }

    /// <summary>On how many pages the latest members stand.</summary>
    public required int PageCount { get; init; }

    /// <summary>Under which names most of the latest members were sent, with their number.</summary>
    public required IReadOnlyList<(string Name, int Members)> Names { get; init; }

    /// <summary>Under how many names.</summary>
    public required int NameCount { get; init; }

    /// <summary>How many wait for a person.</summary>
    public int Waiting => States.GetValueOrDefault(SubmissionState.Flagged);

    /// <summary>How many the public may read.</summary>
    public int Public => States.GetValueOrDefault(SubmissionState.Approved);
}
