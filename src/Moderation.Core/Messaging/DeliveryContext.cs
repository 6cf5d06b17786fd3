using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Serialization;

namespace Moderation.Messaging;

/// <summary>
/// What MassTransit may know of a <see cref="Delivery"/>: nothing but the message. Above all no message id: a batch silently drops, and acknowledges, a second message
/// with the same one, and senders may use an id twice.
/// </summary>
internal sealed class DeliveryContext(Delivery delivery) : BaseSerializerContext(SystemTextJsonMessageSerializer.Instance, Unknown, [])
{
    private static readonly MessageContext Unknown = new RawMessageContext(EmptyHeaders.Instance, null, RawSerializerOptions.Default);

    public override bool TryGetMessage<T>(out T? message)
        where T : class
    {
        message = delivery as T;
        return message is not null;
    }

    public override bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? message)
    {
        message = messageType == typeof(Delivery) ? delivery : null;
        return message is not null;
    }

    public override bool IsSupportedMessageType<T>() => typeof(T) == typeof(Delivery);

    public override bool IsSupportedMessageType(Type messageType) => messageType == typeof(Delivery);

    public override IMessageSerializer GetMessageSerializer() => throw OnlyRead();

    public override IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T message) => throw OnlyRead();

    public override IMessageSerializer GetMessageSerializer(object message, string[] messageTypes) => throw OnlyRead();

    public override Dictionary<string, object> ToDictionary<T>(T? message)
        where T : class => throw OnlyRead();

    private static NotSupportedException OnlyRead() => new("Deliveries are only read.");
}
