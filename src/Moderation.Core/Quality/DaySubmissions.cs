using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Quality;

/// <summary>
/// What a site received in a stretch of time and the policy judged, by the indexes of the queues and of the public: what is approved by the time it was, what waits by the time it
/// came, what was rejected or taken away by the time of that. Tests and what was never scored are left out.
/// </summary>
internal sealed class DaySubmissions(Database database)
{
    private const int PageSize = 2_000;

    private const string Columns = "submission.id, submission.verdict, submission.model_version, spam, toxicity, severe_toxicity, insult, profanity, threat, identity_attack, likely_to_reject";

    private const string ApprovedSql = $"""
        select effective_at as at, {Columns}
        from submission
        where site_id = @site and state = 'approved' and not is_test
          and (effective_at, id) > (@at, @id) and effective_at < @until
        order by effective_at, id
        limit @limit
        """;

    private const string FlaggedSql = $"""
        select received_at as at, {Columns}
        from submission
        where site_id = @site and state = 'flagged' and not is_test
          and (received_at, id) > (@at, @id) and received_at < @until
        order by received_at, id
        limit @limit
        """;

    private const string RejectedSql = $"""
        select decided_at as at, {Columns}
        from submission
        where site_id = @site and state = 'rejected' and not is_test
          and (decided_at, id) > (@at, @id) and decided_at < @until
        order by decided_at, id
        limit @limit
        """;

    private const string RemovedSql = $"""
        select audit_entry.at, {Columns}
        from audit_entry
        join submission on submission.site_id = audit_entry.site_id and submission.id = audit_entry.submission_id
        where audit_entry.site_id = @site and audit_entry.kind = 'decision' and audit_entry.at > @at and audit_entry.at < @until
          and audit_entry.to_state = 'removed' and submission.state = 'removed' and not submission.is_test
        order by audit_entry.at
        limit @limit
        """;

    /// <summary>Every one of them, some thousand at a time.</summary>
    public async IAsyncEnumerable<DaySubmission> ReadAsync(SiteId site, DateTimeOffset from, DateTimeOffset until, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string sql in new[] { ApprovedSql, FlaggedSql, RejectedSql, RemovedSql })
        {
            (DateTimeOffset At, Guid Id) after = (from.AddMicroseconds(-1), Guid.AllBitsSet);
            List<Row> page;
            do
            {
                var arguments = new { site = site.Value, at = after.At, id = after.Id, until, limit = PageSize };
                page = await database.ReadAsync((unit, token) => unit.QueryAsync<Row>(sql, arguments, token), cancellationToken).ConfigureAwait(false);
                foreach (Row row in page.Where(row => row.Verdict is not null && row.ModelVersion is not null))
                {
                    yield return row.ToSubmission();
                }

                after = page.Count == 0 ? after : (page[^1].At, page[^1].Id);
            }
            while (page.Count == PageSize);
        }
    }

    private sealed record Row
    {
        public DateTimeOffset At { get; init; }

        public Guid Id { get; init; }

        public string? Verdict { get; init; }

        public string? ModelVersion { get; init; }

        public double? Spam { get; init; }

        public double? Toxicity { get; init; }

        public double? SevereToxicity { get; init; }

        public double? Insult { get; init; }

        public double? Profanity { get; init; }

        public double? Threat { get; init; }

        public double? IdentityAttack { get; init; }

        public double? LikelyToReject { get; init; }

        public DaySubmission ToSubmission() => new()
        {
            Id = new SubmissionId(Id),
            Verdict = EnumText.Parse<Verdict>(Verdict!),
            ModelVersion = ModelVersion!,
            Scores = [Spam, Toxicity, SevereToxicity, Insult, Profanity, Threat, IdentityAttack, LikelyToReject],
        };
    }
}

/// <summary>One of them.</summary>
internal sealed record DaySubmission
{
    public required SubmissionId Id { get; init; }

    /// <summary>What the policy concluded.</summary>
    public required Verdict Verdict { get; init; }

    public required string ModelVersion { get; init; }

    /// <summary>In the order of the categories; null where the model does not score one.</summary>
    public required IReadOnlyList<double?> Scores { get; init; }
}
