using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Moderation.Intake;

/// <summary>
/// Reads what a website sends: one reply, or up to 50 under <c>items</c>, each read alone so that a bad one does not spoil the others.
/// One pass over the bytes and no reflection, because the worker reads tens of thousands a second. Member names are matched exactly.
/// Whether required members are there is the validator's question.
/// </summary>
internal static class ReplyReader
{
    /// <summary>The most submissions that one message may hold.</summary>
    public const int MaxItems = 50;

    /// <summary>The deepest nesting that is read, unknown members included.</summary>
    public const int MaxDepth = 64;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a message from its bytes. Never throws.</summary>
    public static ReadMessage Read(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.StartsWith(ByteOrderMark))
        {
            utf8Json = utf8Json[ByteOrderMark.Length..];
        }

        if (!Utf8.IsValid(utf8Json))
        {
            return Unreadable("The message is not valid UTF-8.");
        }

        try
        {
            var json = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = MaxDepth });
            json.Read();
            ReadMessage message = ReadMessageFrom(ref json);
            // Whatever follows the object makes the message unreadable: half of what the sender meant would be lost.
            while (json.Read())
            {
            }

            return message;
        }
        catch (JsonException)
        {
            return Unreadable("The message is not readable JSON.");
        }
        catch (InvalidOperationException)
        {
            // A member name with half a surrogate pair.
            return Unreadable("The message has a member name that cannot be read.");
        }
    }

    /// <summary>Reads a message that was parsed before, such as the inner part of a MassTransit envelope. Never throws.</summary>
    public static ReadMessage Read(JsonElement message) =>
        message.ValueKind == JsonValueKind.Undefined ? NotAnObject() : Read(JsonMarshal.GetRawUtf8Value(message));

    private static ReadMessage ReadMessageFrom(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return NotAnObject();
        }

        var members = new ReplyMembers("");
        List<ReadReply>? items = null;
        bool hasItems = false;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("items"u8))
            {
                json.Read();
                hasItems = json.TokenType != JsonTokenType.Null;
                items = ReadItems(ref json);
            }
            else if (!members.TryRead(ref json))
            {
                json.Skip();
            }
        }

        return hasItems ? OfItems(members, items) : ReadMessage.Single(members.ToReply(index: null));
    }

    private static ReadMessage OfItems(ReplyMembers members, List<ReadReply>? items)
    {
        if (members.HasBody)
        {
            return Invalid("A message has either items or a body, not both.");
        }

        return items switch
        {
            null => Invalid("items must be an array of objects."),
            { Count: 0 or > MaxItems } => Invalid("items must hold 1 to 50 submissions."),
            _ => new ReadMessage { HoldsItems = true, Errors = new Dictionary<string, string[]>(), Replies = items },
        };
    }

    private static List<ReadReply>? ReadItems(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }

        var items = new List<ReadReply>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (items.Count > MaxItems)
            {
                // One more than allowed is enough to refuse the message; the rest is only checked to be JSON.
                json.Skip();
                continue;
            }

            items.Add(ReadItem(ref json, items.Count));
        }

        return items;
    }

    private static ReadReply ReadItem(ref Utf8JsonReader json, int index)
    {
        var members = new ReplyMembers(ReadReply.PrefixOf(index));
        if (json.TokenType != JsonTokenType.StartObject)
        {
            members.Refuse(MemberErrors.WholeMessage, "Every item must be an object.");
            json.Skip();
            return members.ToReply(index);
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("items"u8))
            {
                json.Read();
                if (json.TokenType != JsonTokenType.Null)
                {
                    members.Refuse("items", "Items do not hold further items.");
                    json.Skip();
                }
            }
            else if (!members.TryRead(ref json))
            {
                json.Skip();
            }
        }

        return members.ToReply(index);
    }

    private static ReadMessage NotAnObject() =>
        ReadMessage.Refused(RefusalCodes.Invalid, MemberErrors.WholeMessage, "The message must be a JSON object.");

    private static ReadMessage Invalid(string sentence) => ReadMessage.Refused(RefusalCodes.Invalid, "items", sentence);

    private static ReadMessage Unreadable(string sentence) =>
        ReadMessage.Refused(RefusalCodes.Unreadable, MemberErrors.WholeMessage, sentence);
}
