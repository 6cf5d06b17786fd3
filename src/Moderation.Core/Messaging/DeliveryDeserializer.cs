using System.Net.Mime;
using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.Serialization;

namespace Moderation.Messaging;

/// <summary>Gives a consumer the bytes of a message, whatever its content type says. Never fails.</summary>
internal sealed class DeliveryDeserializer : IMessageDeserializer, ISerializerFactory
{
    private static readonly ContentType Any = new("application/octet-stream");

    public ContentType ContentType => Any;

    public IMessageSerializer CreateSerializer() => throw new NotSupportedException("Deliveries are only read.");

    public IMessageDeserializer CreateDeserializer() => this;

    public ConsumeContext Deserialize(ReceiveContext receiveContext)
    {
        RabbitMqReceiveContext received = receiveContext as RabbitMqReceiveContext
            ?? throw new InvalidOperationException("Deliveries are read from RabbitMQ only.");
        Delivery delivery = new() { Body = received.Body.GetBytes(), Properties = received.Properties };
        return new BodyConsumeContext(receiveContext, new DeliveryContext(delivery));
    }

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        throw new NotSupportedException("A delivery has properties beside its body.");

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);

    public void Probe(ProbeContext context) => context.CreateScope("delivery");
}
