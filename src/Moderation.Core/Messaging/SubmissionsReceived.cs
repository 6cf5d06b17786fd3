namespace Moderation.Messaging;

/// <summary>
/// The hand-over from intake to worker: submissions that are stored as Received. It names them and carries nothing else, so that no address and no text
/// passes through the broker. The namespace is on the wire.
/// </summary>
public sealed record SubmissionsReceived
{
    /// <summary>At most 500 submissions.</summary>
    public IReadOnlyList<ReceivedSubmission> Submissions { get; init; } = [];
}

/// <summary>Names one stored submission.</summary>
public sealed record ReceivedSubmission
{
    public string Site { get; init; } = "";

    public Guid Id { get; init; }

    /// <summary>The trace of the request that brought it, as <c>traceparent</c>; null without one.</summary>
    public string? TraceParent { get; init; }
}
