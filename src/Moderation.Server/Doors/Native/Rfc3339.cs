using System.Text.Json;
using System.Text.Json.Serialization;
using Moderation.Intake;

namespace Moderation.Server.Doors.Native;

/// <summary>Reads a time of a request as every door reads times: RFC 3339, and without an offset it is UTC.</summary>
internal sealed class Rfc3339 : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && JsonTimes.TryRead(ref reader, out DateTimeOffset time) ? time : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
