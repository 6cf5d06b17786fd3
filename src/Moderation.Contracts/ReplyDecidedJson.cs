using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Moderation.Contracts;

/// <summary>
/// Writes a <see cref="ReplyDecided"/> as it stands on the wire: compact UTF-8, members in the order of the type, absent values as null,
/// <c>test</c> only when true, times in UTC with no more digits than they need. Equal events are equal bytes.
/// </summary>
public static class ReplyDecidedJson
{
    // Not written into HTML: only what JSON itself must escape is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event's bytes.</summary>
    public static byte[] Write(ReplyDecided decided)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, decided);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ReplyDecided decided)
    {
        json.WriteStartObject();
        json.WriteString("eventId"u8, decided.EventId);
        json.WriteString("id"u8, decided.Id);
        json.WriteNumber("version"u8, decided.Version);
        json.WriteString("site"u8, decided.Site);
        json.WriteStartObject("page"u8);
        json.WriteString("url"u8, decided.Page.Url);
        json.WriteString("id"u8, decided.Page.Id);
        json.WriteEndObject();
        json.WriteString("state"u8, decided.State);
        json.WriteString("previousState"u8, decided.PreviousState);
        json.WriteString("verdict"u8, decided.Verdict);
        json.WriteStartArray("reasons"u8);
        foreach (string reason in decided.Reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteString("decidedBy"u8, decided.DecidedBy);
        json.WriteString("decidedAt"u8, Format(decided.DecidedAt));
        json.WriteString("effectiveAt"u8, Format(decided.EffectiveAt));
        json.WriteString("modelVersion"u8, decided.ModelVersion);
        if (decided.PolicyVersion is { } version)
        {
            json.WriteNumber("policyVersion"u8, version);
        }
        else
        {
            json.WriteNull("policyVersion"u8);
        }

        if (decided.Test == true)
        {
            json.WriteBoolean("test"u8, true);
        }

        json.WriteEndObject();
    }

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
