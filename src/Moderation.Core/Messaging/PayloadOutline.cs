using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Moderation.Messaging;

/// <summary>
/// What a message is made of, for whoever has to find out why it was refused: its members with the kind and length of each value. Values are shown only where nobody typed them:
/// ids, times, numbers and truth values. Pure.
/// </summary>
internal static class PayloadOutline
{
    private const int MaxDepth = 6;
    private const int MaxMembers = 60;
    private const int MaxItems = 3;
    private const int MaxNameChars = 40;

    /// <summary>A member a line, indented; one line where it is no JSON.</summary>
    public static string Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            StringBuilder text = new();
            int left = MaxMembers;
            Write(text, document.RootElement, depth: 0, ref left);
            return text.ToString().TrimEnd();
        }
        catch (JsonException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{body.Length} bytes that are not JSON");
        }
    }

    private static void Write(StringBuilder text, JsonElement value, int depth, ref int left)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth < MaxDepth:
                text.AppendLine(depth == 0 ? "object" : "");
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    if (left-- <= 0)
                    {
                        text.Append(' ', 2 * (depth + 1)).AppendLine("…");
                        return;
                    }

                    text.Append(' ', 2 * (depth + 1)).Append(NameOf(member.Name)).Append(": ");
                    Write(text, member.Value, depth + 1, ref left);
                }

                break;
            case JsonValueKind.Array when depth < MaxDepth:
                text.AppendLine(CultureInfo.InvariantCulture, $"{value.GetArrayLength()} items");
                foreach (JsonElement item in value.EnumerateArray().Take(MaxItems))
                {
                    text.Append(' ', 2 * (depth + 1)).Append("- ");
                    Write(text, item, depth + 1, ref left);
                }

                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                text.AppendLine("…");
                break;
            case JsonValueKind.String:
                text.AppendLine(Shown(value.GetString()!));
                break;
            case JsonValueKind.Number:
                text.AppendLine(value.TryGetDouble(out double number) ? number.ToString(CultureInfo.InvariantCulture) : "a number");
                break;
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined:
                text.AppendLine(value.ValueKind.ToString().ToLowerInvariant());
                break;
        }
    }

    private static string Shown(string value) =>
        Guid.TryParseExact(value, "D", out Guid id) ? id.ToString("D")
        : DateTimeOffset.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToString("u", CultureInfo.InvariantCulture)
        : value.Length == 0 ? "empty text"
        : string.Create(CultureInfo.InvariantCulture, $"text of {value.Length} characters");

    /// <summary>A name that no message of ours has may be anything, so only plain ones are shown.</summary>
    private static string NameOf(string name) => name.Length is > 0 and <= MaxNameChars && name.All(char.IsAsciiLetter) ? name : "(another name)";
}
