namespace Moderation.Retention;

/// <summary>One day's work of the retention job.</summary>
internal sealed record RetentionRun
{
    /// <summary>The day, UTC, as <c>2026-11-25</c>.</summary>
    public required string Day { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it runs, or when the process that ran it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How many rows lost what, by kind, as a JSON object; null until it is finished.</summary>
    public string? Counts { get; init; }
}
