using Moderation.Policies;
using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>A submission as its row reads.</summary>
internal sealed record SubmissionRow
{
    /// <summary>The columns, in the order of the table.</summary>
    public const string Columns = """
        site_id, id, page_id, parent_id, root_id, replaces_id, state, version, source, is_test, author_name, author_url, email_sealed, email_hash, author_key, author_verified,
        network_hash, network_block, body, body_hash, content_hash, honeypot, elapsed_seconds, featured, submitted_at, received_at, decided_at, effective_at, verdict, priority, reasons,
        spam, toxicity, severe_toxicity, insult, profanity, threat, identity_attack, likely_to_reject, model_version, policy_version, judge_attempts, is_unlisted
        """;

    public required string SiteId { get; init; }

    public Guid Id { get; init; }

    public Guid PageId { get; init; }

    public Guid? ParentId { get; init; }

    public Guid RootId { get; init; }

    public Guid? ReplacesId { get; init; }

    public required string State { get; init; }

    public int Version { get; init; }

    public required string Source { get; init; }

    public bool IsTest { get; init; }

    public bool IsUnlisted { get; init; }

    public required string AuthorName { get; init; }

    public string? AuthorUrl { get; init; }

    public byte[]? EmailSealed { get; init; }

    public byte[]? EmailHash { get; init; }

    public byte[]? AuthorKey { get; init; }

    public bool AuthorVerified { get; init; }

    public byte[]? NetworkHash { get; init; }

    public string? NetworkBlock { get; init; }

    public required string Body { get; init; }

    public required byte[] BodyHash { get; init; }

    public required byte[] ContentHash { get; init; }

    public bool Honeypot { get; init; }

    public double? ElapsedSeconds { get; init; }

    public bool Featured { get; init; }

    public DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public DateTimeOffset? EffectiveAt { get; init; }

    public string? Verdict { get; init; }

    public int Priority { get; init; }

    public string? Reasons { get; init; }

    public double? Spam { get; init; }

    public double? Toxicity { get; init; }

    public double? SevereToxicity { get; init; }

    public double? Insult { get; init; }

    public double? Profanity { get; init; }

    public double? Threat { get; init; }

    public double? IdentityAttack { get; init; }

    public double? LikelyToReject { get; init; }

    public string? ModelVersion { get; init; }

    public int? PolicyVersion { get; init; }

    public int JudgeAttempts { get; init; }

    public Submission ToSubmission() => new()
    {
        Key = new SubmissionKey(Sites.SiteId.Parse(SiteId), new SubmissionId(Id)),
        PageId = PageId,
        ParentId = ParentId is { } parent ? new SubmissionId(parent) : null,
        RootId = new SubmissionId(RootId),
        ReplacesId = ReplacesId is { } replaced ? new SubmissionId(replaced) : null,
        State = EnumText.Parse<SubmissionState>(State),
        Version = Version,
        Source = EnumText.Parse<SubmissionSource>(Source),
        IsTest = IsTest,
        IsUnlisted = IsUnlisted,
        AuthorName = AuthorName,
        AuthorUrl = AuthorUrl,
        EmailSealed = EmailSealed,
        EmailHash = EmailHash,
        AuthorKey = AuthorKey,
        IsAuthorVerified = AuthorVerified,
        NetworkHash = NetworkHash,
        NetworkBlock = NetworkBlock is null ? null : EnumText.Parse<Verdict>(NetworkBlock),
        Body = Body,
        BodyHash = BodyHash,
        ContentHash = ContentHash,
        IsHoneypotFilled = Honeypot,
        ElapsedSeconds = ElapsedSeconds,
        IsFeatured = Featured,
        SubmittedAt = SubmittedAt,
        ReceivedAt = ReceivedAt,
        DecidedAt = DecidedAt,
        EffectiveAt = EffectiveAt,
        Verdict = Verdict is null ? null : EnumText.Parse<Verdict>(Verdict),
        Priority = Priority,
        ReasonsJson = Reasons,
        Scores = ReadScores(),
        ModelVersion = ModelVersion,
        PolicyVersion = PolicyVersion,
        JudgeAttempts = JudgeAttempts,
    };

    private Scores? ReadScores()
    {
        Scores scores = new()
        {
            Spam = Spam,
            Toxicity = Toxicity,
            SevereToxicity = SevereToxicity,
            Insult = Insult,
            Profanity = Profanity,
            Threat = Threat,
            IdentityAttack = IdentityAttack,
            LikelyToReject = LikelyToReject,
        };
        return scores == new Scores() ? null : scores;
    }
}
