using Moderation.Intake;
using Moderation.Messaging;
using Moderation.Submissions;

namespace Moderation.Inbound;

/// <summary>One valid reply of the queue, sealed and hashed, with the message it came in.</summary>
internal sealed record InboundReply
{
    public required InboundMessage Message { get; init; }

    /// <summary>The position in <c>items</c>; null when the message is one reply.</summary>
    public int? Item { get; init; }

    public required PreparedReply Prepared { get; init; }

    public SubmissionKey Key => Prepared.Draft.Key;

    /// <summary>This reply on its way to the error queue.</summary>
    public RefusedMessage Refuse(string code) => Refuse(Message, Item, code, []);

    /// <summary>A message, or one item of it, on its way to the error queue.</summary>
    public static RefusedMessage Refuse(InboundMessage message, int? item, string code, IReadOnlyCollection<string> members) => new()
    {
        Body = item is { } index ? InboundReader.ItemBytes(message.Delivery.Body, message.Delivery.IsEnvelope, index) : message.Delivery.Body,
        Properties = message.Delivery.Properties,
        MessageId = item is { } position && message.MessageId is { } id ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id}#{position}") : null,
        Code = code,
        Members = members,
        Item = item,
    };
}
