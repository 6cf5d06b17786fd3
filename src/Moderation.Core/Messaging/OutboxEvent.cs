using Moderation.Submissions;

namespace Moderation.Messaging;

/// <summary>An event that waits to leave, written in the transaction that caused it.</summary>
internal sealed record OutboxEvent
{
    /// <summary>The store's number, drawn when it is appended; 0 before. Higher is later, and no lower one is ever committed after it.</summary>
    public long Position { get; init; }

    public required Guid EventId { get; init; }

    public required SubmissionKey Key { get; init; }

    /// <summary>The version of the submission that it announces.</summary>
    public required int Version { get; init; }

    /// <summary><c>{site}.{state}</c>.</summary>
    public required string RoutingKey { get; init; }

    /// <summary>The bytes that leave, as compact JSON.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>It does not leave before.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>The trace it belongs to, as <c>traceparent</c>; null for most.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Set when it is read to be sent: it leaves outside of the order, because it was delayed or is sent once more.</summary>
    public bool IsLater { get; init; }
}
