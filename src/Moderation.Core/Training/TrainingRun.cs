using Moderation.Sites;

namespace Moderation.Training;

/// <summary>One execution of the trainer for one site: who asked, how far it is, and what came of it.</summary>
internal sealed record TrainingRun
{
    public required Guid RunId { get; init; }

    public required SiteId Site { get; init; }

    public required TrainingRunState State { get; init; }

    /// <summary>The actor who asked for it.</summary>
    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Somebody asked to stop it; it stops within seconds.</summary>
    public DateTimeOffset? CancelAskedAt { get; init; }

    /// <summary>How often a process took it in hand; more than once when one was stopped or died.</summary>
    public required int Attempts { get; init; }

    /// <summary>What is being done now, in a few words.</summary>
    public string? Step { get; init; }

    /// <summary>How much of the whole is done, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>What happened, a line each, with the time in front.</summary>
    public required string Log { get; init; }

    /// <summary>How it ended, in a sentence; null while it has not.</summary>
    public string? Message { get; init; }

    public Guid? SetId { get; init; }

    /// <summary>The challenger it made; null when there is none.</summary>
    public string? ModelSha256 { get; init; }

    public bool IsFinished => FinishedAt is not null;
}

/// <summary>How far a run is. In the store: the lower-case name.</summary>
internal enum TrainingRunState
{
    /// <summary>No trainer has taken it yet.</summary>
    Waiting,

    Running,

    /// <summary>There is a challenger, and the gate lets it pass.</summary>
    Done,

    /// <summary>There is a challenger, and the gate refuses it.</summary>
    Refused,

    /// <summary>There is none; the message says why.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,
}
