using System.Text;
using Moderation.Telemetry;
using RabbitMQ.Client;

namespace Moderation.Messaging;

/// <summary>
/// A message of a queue that any program may write to, as it came: bytes that nobody has read yet. So what is wrong with a message is found by our own reader,
/// member by member, and never by a deserialiser that gives up at the first.
/// </summary>
internal sealed class Delivery
{
    /// <summary>The whole message.</summary>
    public required byte[] Body { get; init; }

    /// <summary>What the sender said about it.</summary>
    public required IReadOnlyBasicProperties Properties { get; init; }

    /// <summary>The AMQP message id; null when there is none.</summary>
    public string? MessageId => Properties.IsMessageIdPresent() && Properties.MessageId is { Length: > 0 } id ? id : null;

    /// <summary>The trace the sender is in, as <c>traceparent</c>; null when it names none.</summary>
    public string? TraceParent => Properties.IsHeadersPresent() && Properties.Headers?.TryGetValue(Traces.Header, out object? value) == true
        ? Traces.Read(value switch { byte[] bytes => Encoding.ASCII.GetString(bytes), string text => text, _ => null })
        : null;

    /// <summary>True when the message says that it is a MassTransit envelope.</summary>
    public bool IsEnvelope => Properties.IsContentTypePresent() && Properties.ContentType?.StartsWith("application/vnd.masstransit", StringComparison.OrdinalIgnoreCase) == true;
}
