using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Feedback;

/// <summary>A statement as the store keeps it.</summary>
internal sealed record FeedbackRow
{
    public Guid FeedbackId { get; init; }

    public required string SiteId { get; init; }

    public Guid KeyId { get; init; }

    public required string Door { get; init; }

    public Guid? CheckId { get; init; }

    public Guid? SubmissionId { get; init; }

    public required byte[] Digest { get; init; }

    public string? Body { get; init; }

    public required string Category { get; init; }

    public double Value { get; init; }

    public double Weight { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public string? ConfirmedBy { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    public Statement ToStatement() => new()
    {
        StatementId = FeedbackId,
        Site = Sites.SiteId.Parse(SiteId),
        KeyId = KeyId,
        Door = EnumText.Parse<Door>(Door),
        CheckId = CheckId,
        Submission = SubmissionId is { } id ? new SubmissionId(id) : null,
        Digest = Digest,
        Body = Body,
        Category = Categories.TryParse(Category, out Category category) ? category : throw new FormatException($"'{Category}' is not a category."),
        Value = Value,
        Weight = Weight,
        RecordedAt = RecordedAt,
        ConfirmedBy = ConfirmedBy,
        ConfirmedAt = ConfirmedAt,
    };
}
