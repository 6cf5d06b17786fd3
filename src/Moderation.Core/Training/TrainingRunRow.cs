using Moderation.Storage;

namespace Moderation.Training;

/// <summary>A run as the store keeps it.</summary>
internal sealed record TrainingRunRow
{
    public const string Columns = "run_id, site_id, state, requested_by, requested_at, started_at, finished_at, cancel_asked_at, attempts, step, share, log, message, set_id, model_sha256";

    public Guid RunId { get; init; }

    public required string SiteId { get; init; }

    public required string State { get; init; }

    public required string RequestedBy { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public DateTimeOffset? CancelAskedAt { get; init; }

    public int Attempts { get; init; }

    public string? Step { get; init; }

    public double Share { get; init; }

    public required string Log { get; init; }

    public string? Message { get; init; }

    public Guid? SetId { get; init; }

    public string? ModelSha256 { get; init; }

    public TrainingRun ToRun() => new()
    {
        RunId = RunId,
        Site = Sites.SiteId.Parse(SiteId),
        State = EnumText.Parse<TrainingRunState>(State),
        RequestedBy = RequestedBy,
        RequestedAt = RequestedAt,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        CancelAskedAt = CancelAskedAt,
        Attempts = Attempts,
        Step = Step,
        Share = Share,
        Log = Log,
        Message = Message,
        SetId = SetId,
        ModelSha256 = ModelSha256,
    };
}
