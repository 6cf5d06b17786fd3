using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>Who is looking at what: soft claims for a few minutes, so that two people do not read the same submission. What is never decided twice is held by the version, not by this.</summary>
internal sealed class ReviewClaims(Database database)
{
    /// <summary>How long a claim lasts without being taken again.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(5);

    private const string ClaimSql = """
        insert into review_claim (site_id, submission_id, moderator_id, claimed_until)
        values (@site, @id, @moderatorId, @until)
        on conflict (site_id, submission_id) do update set moderator_id = excluded.moderator_id, claimed_until = excluded.claimed_until
        where review_claim.claimed_until <= @now or review_claim.moderator_id = excluded.moderator_id
        """;

    /// <summary>Takes a submission, or keeps it. False when a colleague has it.</summary>
    public Task<bool> ClaimAsync(SubmissionKey key, Guid moderatorId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var arguments = new { site = key.Site.Value, id = key.Id.Value, moderatorId, now, until = now + Duration };
        return database.RunAsync(async (unit, token) => await unit.ExecuteAsync(ClaimSql, arguments, token).ConfigureAwait(false) == 1, cancellationToken);
    }

    private const string ReleaseSql = """
        delete from review_claim
        where site_id = @site and submission_id = @id and moderator_id = @moderatorId
        """;

    /// <summary>Gives a submission back.</summary>
    public Task ReleaseAsync(SubmissionKey key, Guid moderatorId, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(ReleaseSql, new { site = key.Site.Value, id = key.Id.Value, moderatorId }, token), cancellationToken);

    private const string ForgetSql = """
        delete from review_claim
        where site_id = @site and submission_id = @id
        """;

    /// <summary>The submission is decided: nobody has to look any more.</summary>
    public static Task ForgetAsync(Unit unit, SubmissionKey key, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(ForgetSql, new { site = key.Site.Value, id = key.Id.Value }, cancellationToken);

    private const string FindSql = """
        select review_claim.site_id, review_claim.submission_id, review_claim.moderator_id, moderator.display_name, review_claim.claimed_until
        from review_claim
        join moderator on moderator.moderator_id = review_claim.moderator_id
        where review_claim.site_id = @site and review_claim.submission_id = @id and review_claim.claimed_until > @now
        """;

    /// <summary>Who has a submission; null when nobody does.</summary>
    public static Task<ReviewClaim?> FindAsync(Unit unit, SubmissionKey key, DateTimeOffset now, CancellationToken cancellationToken) =>
        unit.QuerySingleOrDefaultAsync<ReviewClaim>(FindSql, new { site = key.Site.Value, id = key.Id.Value, now }, cancellationToken);

    private static readonly RowSet<SubmissionKey> Keys = new RowSet<SubmissionKey>("wanted").Text("of_site", key => key.Site.Value).Uuid("of_id", key => key.Id.Value);

    private string FindTakenSql => $"""
        select review_claim.site_id, review_claim.submission_id, review_claim.moderator_id, '' as display_name, review_claim.claimed_until
        from {database.Dialect.Rows(Keys)}
        join review_claim on review_claim.site_id = wanted.of_site and review_claim.submission_id = wanted.of_id
        """;

    /// <summary>Those of some submissions that a colleague of a moderator has, without the colleague's name.</summary>
    public async Task<IReadOnlySet<SubmissionKey>> FindTakenAsync(Unit unit, IReadOnlyList<SubmissionKey> keys, Guid moderatorId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await unit.QueryManyAsync<SubmissionKey, ReviewClaim>(FindTakenSql, Keys, keys, cancellationToken).ConfigureAwait(false))
            .Where(claim => claim.ModeratorId != moderatorId && claim.ClaimedUntil > now)
            .Select(claim => new SubmissionKey(Sites.SiteId.Parse(claim.SiteId), new SubmissionId(claim.SubmissionId)))
            .ToHashSet();

    private string ForgetManySql => $"""
        delete from review_claim
        where (site_id, submission_id) in (select of_site, of_id from {database.Dialect.Rows(Keys)})
        """;

    /// <summary>The submissions are decided: nobody has to look any more.</summary>
    public Task ForgetManyAsync(Unit unit, IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken) => unit.ExecuteManyAsync(ForgetManySql, Keys, keys, cancellationToken);

    private const string ListSql = """
        select review_claim.site_id, review_claim.submission_id, review_claim.moderator_id, moderator.display_name, review_claim.claimed_until
        from review_claim
        join moderator on moderator.moderator_id = review_claim.moderator_id
        where review_claim.site_id = @site and review_claim.claimed_until > @now
        order by review_claim.submission_id
        limit 1000
        """;

    /// <summary>Everything that somebody has on a site now.</summary>
    public Task<IReadOnlyList<ReviewClaim>> ListAsync(Sites.SiteId site, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ReviewClaim>>(async (unit, token) => await unit.QueryAsync<ReviewClaim>(ListSql, new { site = site.Value, now }, token).ConfigureAwait(false), cancellationToken);
}

/// <summary>One claim.</summary>
internal sealed record ReviewClaim
{
    public required string SiteId { get; init; }

    public Guid SubmissionId { get; init; }

    public Guid ModeratorId { get; init; }

    /// <summary>Who has it, as colleagues see them.</summary>
    public required string DisplayName { get; init; }

    public DateTimeOffset ClaimedUntil { get; init; }
}
