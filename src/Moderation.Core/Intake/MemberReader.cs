using System.Text.Json;

namespace Moderation.Intake;

/// <summary>Reads the value of one member and says, by its path, when it has the wrong type. The reader stands on the member's name before, on the value's end after.</summary>
internal sealed class MemberReader(MemberErrors errors)
{
    /// <summary>True when a text was met that cannot be read at all.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Steps into the object that the member holds; false for null and, with an error, for anything else.</summary>
    public bool EnterObject(ref Utf8JsonReader json, string path)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        if (json.TokenType != JsonTokenType.Null)
        {
            errors.Add(path, $"{path} must be an object.");
            json.Skip();
        }

        return false;
    }

    /// <summary>The text that the member holds; null for null and, with an error, for anything else.</summary>
    public string? ReadText(ref Utf8JsonReader json, string path)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
        {
            try
            {
                return json.GetString();
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair: the sender cut a character in two. Only this reply is lost, not its neighbours.
                IsUnreadable = true;
                errors.Add(path, $"{path} holds half a character (an unpaired surrogate escape).");
                return null;
            }
        }

        if (json.TokenType != JsonTokenType.Null)
        {
            errors.Add(path, $"{path} must be a text.");
            json.Skip();
        }

        return null;
    }

    /// <summary>The number that the member holds; null for null and, with an error, for anything else.</summary>
    public double? ReadNumber(ref Utf8JsonReader json, string path)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out double value))
        {
            return value;
        }

        if (json.TokenType != JsonTokenType.Null)
        {
            errors.Add(path, $"{path} must be a number.");
            json.Skip();
        }

        return null;
    }

    /// <summary>The time that the member holds, as UTC; null for null and, with an error, for anything else.</summary>
    public DateTimeOffset? ReadTime(ref Utf8JsonReader json, string path)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String && JsonTimes.TryRead(ref json, out DateTimeOffset time))
        {
            return time;
        }

        if (json.TokenType != JsonTokenType.Null)
        {
            errors.Add(path, $"{path} must be a date and time such as 2026-11-23T10:15:00Z.");
            json.Skip();
        }

        return null;
    }
}
