using Moderation.Intake;
using Moderation.Messaging;

namespace Moderation.Inbound;

/// <summary>A message of the queue with what was read from it.</summary>
internal sealed record InboundMessage
{
    public required Delivery Delivery { get; init; }

    public required ReadMessage Read { get; init; }

    /// <summary>The AMQP message id, or that of the envelope; null when there is neither.</summary>
    public string? MessageId { get; init; }
}
