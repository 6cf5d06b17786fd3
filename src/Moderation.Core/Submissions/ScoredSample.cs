using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>What became of one submission, without its text and author.</summary>
internal sealed record ScoredSample
{
    public required Scores Scores { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Every reason of the verdict, as a JSON array.</summary>
    public required string ReasonsJson { get; init; }
}

/// <summary>
/// A random sample of what one model has scored lately. In the order of the keyed hashes of the texts, which says nothing about a text: so it costs the same however many
/// submissions there are, and no index of its own.
/// </summary>
internal sealed class ScoredSamples(Database database)
{
    private const string ListSql = """
        select spam, toxicity, severe_toxicity, insult, profanity, threat, identity_attack, likely_to_reject, verdict, reasons
        from (
            select site_id, received_at, is_test, model_version, spam, toxicity, severe_toxicity, insult, profanity, threat, identity_attack, likely_to_reject, verdict, reasons
            from submission
            order by body_hash, received_at
            limit 100000) looked
        where site_id = @site and received_at >= @since and model_version = @model and not is_test and verdict is not null
        limit 20000
        """;

    /// <summary>At most 20,000 submissions of a site that a model has scored since a time, among 100,000 of the installation.</summary>
    public Task<IReadOnlyList<ScoredSample>> ListAsync(SiteId site, string modelVersion, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ScoredSample>>(
            async (unit, token) => [.. (await unit.QueryAsync<Row>(ListSql, new { site = site.Value, since, model = modelVersion }, token).ConfigureAwait(false)).Select(row => row.ToSample())], cancellationToken);

    private sealed record Row
    {
        public double? Spam { get; init; }

        public double? Toxicity { get; init; }

        public double? SevereToxicity { get; init; }

        public double? Insult { get; init; }

        public double? Profanity { get; init; }

        public double? Threat { get; init; }

        public double? IdentityAttack { get; init; }

        public double? LikelyToReject { get; init; }

        public required string Verdict { get; init; }

        public string? Reasons { get; init; }

        public ScoredSample ToSample() => new()
        {
            Scores = new Scores
            {
                Spam = Spam,
                Toxicity = Toxicity,
                SevereToxicity = SevereToxicity,
                Insult = Insult,
                Profanity = Profanity,
                Threat = Threat,
                IdentityAttack = IdentityAttack,
                LikelyToReject = LikelyToReject,
            },
            Verdict = EnumText.Parse<Verdict>(Verdict),
            ReasonsJson = Reasons ?? "[]",
        };
    }
}
