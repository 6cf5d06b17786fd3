using System.Text.Json;

namespace Moderation.Intake;

/// <summary>Reads RFC 3339 times. A time without an offset is UTC: the time zone of the machine must not change what was sent.</summary>
internal static class JsonTimes
{
    private const int MaxChars = 64;

    /// <summary>Reads the string that the reader stands on, as UTC. False when it is not a date and time.</summary>
    public static bool TryRead(ref Utf8JsonReader json, out DateTimeOffset time)
    {
        time = default;
        Span<byte> buffer = stackalloc byte[MaxChars * 6];
        if (json.ValueSpan.Length > buffer.Length || !json.TryGetDateTimeOffset(out DateTimeOffset read))
        {
            return false;
        }

        // Escapes are unusual but real: System.Text.Json writes the plus sign of an offset as an escape.
        ReadOnlySpan<byte> text = json.ValueIsEscaped ? buffer[..json.CopyString(buffer)] : json.ValueSpan;
        time = HasOffset(text) ? read.ToUniversalTime() : new DateTimeOffset(read.DateTime, TimeSpan.Zero);
        return true;
    }

    private static bool HasOffset(ReadOnlySpan<byte> text)
    {
        int timeStart = text.IndexOf((byte)'T');
        return timeStart >= 0 && (text[^1] == 'Z' || text[timeStart..].IndexOfAny((byte)'+', (byte)'-') >= 0);
    }
}
