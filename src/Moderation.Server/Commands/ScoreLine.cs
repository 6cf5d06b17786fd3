using System.Text.Json;
using Moderation.Scoring;

namespace Moderation.Server.Commands;

/// <summary>One line of <c>moderation score</c>: <c>{"id","text"}</c>, optionally <c>"author":{"name","url"}</c>.</summary>
internal sealed record ScoreLine
{
    /// <summary>As it was given: text or number; null when it was left out.</summary>
    public required JsonElement? Id { get; init; }

    public required ScoringInput Input { get; init; }

    /// <summary>False, with one sentence, for a line that is not such an object.</summary>
    public static bool TryRead(string line, out ScoreLine? read, out string error)
    {
        read = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                error = "The line is not a JSON object.";
                return false;
            }

            if (!root.TryGetProperty("text", out JsonElement text) || text.ValueKind != JsonValueKind.String)
            {
                error = "The member text is missing or not a string.";
                return false;
            }

            bool hasAuthor = root.TryGetProperty("author", out JsonElement author) && author.ValueKind == JsonValueKind.Object;
            read = new ScoreLine
            {
                Id = root.TryGetProperty("id", out JsonElement id) ? id.Clone() : null,
                Input = new ScoringInput { Text = text.GetString()!, AuthorName = hasAuthor ? Text(author, "name") : null, AuthorUrl = hasAuthor ? Text(author, "url") : null },
            };
            error = "";
            return true;
        }
        catch (JsonException)
        {
            error = "The line is not JSON.";
            return false;
        }
        catch (InvalidOperationException)
        {
            error = "The line has an escape that is no Unicode text.";
            return false;
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
