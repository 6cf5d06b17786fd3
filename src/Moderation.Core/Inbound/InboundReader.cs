using System.Runtime.InteropServices;
using System.Text.Json;
using Moderation.Contracts;
using Moderation.Intake;
using Moderation.Messaging;

namespace Moderation.Inbound;

/// <summary>Reads a message of the queue: bare JSON whatever its content type says, or a MassTransit envelope. Never throws. Pure.</summary>
internal static class InboundReader
{
    /// <summary>The largest message that is read.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const string MessageType = "urn:message:Moderation.Contracts:" + nameof(SubmitReply);

    /// <summary>The replies of a message, or why it holds none.</summary>
    public static InboundMessage Read(Delivery delivery)
    {
        if (delivery.Body.Length > MaxBytes)
        {
            return Of(delivery, ReadMessage.Refused(InboundCodes.TooLarge, MemberErrors.WholeMessage, "The message is larger than 4 MiB."));
        }

        return delivery.IsEnvelope ? ReadEnvelope(delivery) : Of(delivery, ReplyReader.Read(delivery.Body));
    }

    /// <summary>The bytes of one item, so that it can be refused alone.</summary>
    public static ReadOnlyMemory<byte> ItemBytes(ReadOnlyMemory<byte> message, bool isEnvelope, int index)
    {
        using JsonDocument document = JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = ReplyReader.MaxDepth });
        JsonElement content = isEnvelope && TryFind(document.RootElement, "message", out JsonElement inner) ? inner : document.RootElement;
        return JsonMarshal.GetRawUtf8Value(content.GetProperty("items")[index]).ToArray();
    }

    private static InboundMessage ReadEnvelope(Delivery delivery)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(delivery.Body, new JsonDocumentOptions { MaxDepth = ReplyReader.MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !TryFind(document.RootElement, "message", out JsonElement message))
            {
                return Of(delivery, ReadMessage.Refused(RefusalCodes.Invalid, "message", "The envelope holds no message."));
            }

            if (TryFind(document.RootElement, "messageType", out JsonElement types) && types.ValueKind == JsonValueKind.Array && !types.EnumerateArray().Any(IsOurs))
            {
                return Of(delivery, ReadMessage.Refused(InboundCodes.UnknownType, "messageType", "The envelope holds another type of message."));
            }

            string? id = TryFind(document.RootElement, "messageId", out JsonElement named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            return Of(delivery, ReplyReader.Read(message)) with { MessageId = delivery.MessageId ?? (string.IsNullOrEmpty(id) ? null : id) };
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return Of(delivery, ReadMessage.Refused(RefusalCodes.Unreadable, MemberErrors.WholeMessage, "The envelope is not readable JSON."));
        }
    }

    private static bool IsOurs(JsonElement type) => type.ValueKind == JsonValueKind.String && string.Equals(type.GetString(), MessageType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Envelopes are written in camel case; the names are matched whatever their case, as MassTransit does.</summary>
    private static bool TryFind(JsonElement envelope, string name, out JsonElement value)
    {
        foreach (JsonProperty member in envelope.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static InboundMessage Of(Delivery delivery, ReadMessage read) => new() { Delivery = delivery, Read = read, MessageId = delivery.MessageId };
}
