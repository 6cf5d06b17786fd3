using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Labels;

/// <summary>A label as the store keeps it.</summary>
internal sealed record LabelRow
{
    public required string SiteId { get; init; }

    public Guid SubmissionId { get; init; }

    public required string Source { get; init; }

    public bool IsViolating { get; init; }

    public string? Reason { get; init; }

    public required string Actor { get; init; }

    public double Weight { get; init; }

    public DateTimeOffset LabelledAt { get; init; }

    public Label ToLabel() => new()
    {
        Key = new SubmissionKey(Sites.SiteId.Parse(SiteId), new SubmissionId(SubmissionId)),
        Source = EnumText.Parse<LabelSource>(Source),
        IsViolating = IsViolating,
        Reason = Reason,
        Actor = Actor,
        Weight = Weight,
        At = LabelledAt,
    };
}
