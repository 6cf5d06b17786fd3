using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Models;

/// <summary>The shadows, and what they have counted. What a shadow keeps is bounded: sums, and the newest submissions about which it differs.</summary>
internal sealed class ShadowStore(Database database)
{
    /// <summary>So many submissions about which the two models differ are kept.</summary>
    public const int DifferencesKept = 500;

    private const string RunningSql = """
        select shadow.shadow_id, shadow.site_id, shadow.sha256, shadow.champion, shadow.started_at, shadow.started_by, shadow.stopped_at,
            coalesce(model.site_id, '') = shadow.site_id as is_site_model
        from shadow
        join model on model.sha256 = shadow.sha256
        where shadow.stopped_at is null
        order by shadow.site_id
        limit 1000
        """;

    /// <summary>Those that run: at most one for each site.</summary>
    public Task<IReadOnlyList<Shadow>> ListRunningAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Shadow>>(async (unit, token) => await unit.QueryAsync<Shadow>(RunningSql, null, token).ConfigureAwait(false), cancellationToken);

    private const string LastSql = """
        select shadow.shadow_id, shadow.site_id, shadow.sha256, shadow.champion, shadow.started_at, shadow.started_by, shadow.stopped_at,
            coalesce(model.site_id, '') = shadow.site_id as is_site_model
        from shadow
        join model on model.sha256 = shadow.sha256
        where shadow.site_id = @site
        order by shadow.started_at desc
        limit 1
        """;

    /// <summary>The newest of a site, whether it runs or not; null when there was none.</summary>
    public Task<Shadow?> LastAsync(SiteId site, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<Shadow>(LastSql, new { site = site.Value }, token), cancellationToken);

    private const string StartSql = """
        insert into shadow (shadow_id, site_id, sha256, champion, started_at, started_by)
        values (@ShadowId, @SiteId, @Sha256, @Champion, @StartedAt, @StartedBy)
        on conflict do nothing
        """;

    /// <summary>False when one runs on the site already.</summary>
    public static async Task<bool> StartAsync(Unit unit, Shadow shadow, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(StartSql, shadow, cancellationToken).ConfigureAwait(false) == 1;

    private const string StopSql = """
        update shadow
        set stopped_at = @at
        where site_id = @site and stopped_at is null
        """;

    /// <summary>Ends what runs on a site. False when nothing does.</summary>
    public static async Task<bool> StopAsync(Unit unit, SiteId site, DateTimeOffset at, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(StopSql, new { site = site.Value, at }, cancellationToken).ConfigureAwait(false) == 1;

    private static readonly RowSet<ShadowTally> Tallies = new RowSet<ShadowTally>("tally")
        .Uuid("shadow_id", row => row.ShadowId).Text("champion_verdict", row => row.Champion).Text("challenger_verdict", row => row.Challenger).Integer("submissions", row => row.Submissions);

    private static readonly RowSet<ShadowDifference> Differences = new RowSet<ShadowDifference>("difference")
        .Uuid("shadow_id", row => row.ShadowId).Uuid("submission_id", row => row.SubmissionId).Text("champion_verdict", row => row.ChampionVerdict)
        .Text("challenger_verdict", row => row.ChallengerVerdict).Text("champion_codes", row => row.ChampionCodes).Text("challenger_codes", row => row.ChallengerCodes).Time("at", row => row.At);

    private string CountSql => $"""
        insert into shadow_count ({Tallies.ColumnNames})
        select {Tallies.ColumnNames}
        from {database.Dialect.Rows(Tallies)}
        where true
        on conflict (shadow_id, champion_verdict, challenger_verdict) do update
        set submissions = shadow_count.submissions + excluded.submissions
        """;

    private string DifferSql => $"""
        insert into shadow_difference ({Differences.ColumnNames})
        select {Differences.ColumnNames}
        from {database.Dialect.Rows(Differences)}
        where true
        on conflict do nothing
        """;

    private const string TrimSql = """
        delete from shadow_difference
        where shadow_id = @shadow and at < (
            select min(at)
            from (select at from shadow_difference where shadow_id = @shadow order by at desc limit @kept) newest)
        """;

    /// <summary>Adds what was counted since the last time.</summary>
    public Task AddAsync(IReadOnlyList<ShadowTally> tallies, IReadOnlyList<ShadowDifference> differences, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            await unit.ExecuteManyAsync(CountSql, Tallies, tallies, token).ConfigureAwait(false);
            await unit.ExecuteManyAsync(DifferSql, Differences, differences, token).ConfigureAwait(false);
            foreach (Guid shadow in differences.Select(row => row.ShadowId).Distinct())
            {
                await unit.ExecuteAsync(TrimSql, new { shadow, kept = DifferencesKept }, token).ConfigureAwait(false);
            }
        },
        cancellationToken);

    private const string TalliesSql = """
        select shadow_id, champion_verdict as champion, challenger_verdict as challenger, submissions
        from shadow_count
        where shadow_id = @shadow
        order by champion_verdict, challenger_verdict
        limit 100
        """;

    /// <summary>How often each pair of verdicts was met.</summary>
    public Task<IReadOnlyList<ShadowTally>> TalliesAsync(Guid shadow, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ShadowTally>>(async (unit, token) => await unit.QueryAsync<ShadowTally>(TalliesSql, new { shadow }, token).ConfigureAwait(false), cancellationToken);

    private const string DifferencesSql = """
        select shadow_id, submission_id, champion_verdict, challenger_verdict, champion_codes, challenger_codes, at
        from shadow_difference
        where shadow_id = @shadow
        order by at desc
        limit @limit
        """;

    /// <summary>The newest submissions about which the two differ.</summary>
    public Task<IReadOnlyList<ShadowDifference>> DifferencesAsync(Guid shadow, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ShadowDifference>>(async (unit, token) => await unit.QueryAsync<ShadowDifference>(DifferencesSql, new { shadow, limit }, token).ConfigureAwait(false), cancellationToken);
}

/// <summary>How often one pair of verdicts was met.</summary>
internal sealed record ShadowTally
{
    public Guid ShadowId { get; init; }

    /// <summary>The champion's verdict as a word.</summary>
    public required string Champion { get; init; }

    /// <summary>The challenger's verdict as a word.</summary>
    public required string Challenger { get; init; }

    public required int Submissions { get; init; }
}

/// <summary>A submission about which the two would conclude otherwise.</summary>
internal sealed record ShadowDifference
{
    public Guid ShadowId { get; init; }

    public Guid SubmissionId { get; init; }

    public required string ChampionVerdict { get; init; }

    public required string ChallengerVerdict { get; init; }

    /// <summary>The codes of the champion's reasons, with spaces between them.</summary>
    public required string ChampionCodes { get; init; }

    /// <summary>The codes of the challenger's reasons, with spaces between them.</summary>
    public required string ChallengerCodes { get; init; }

    public DateTimeOffset At { get; init; }
}
