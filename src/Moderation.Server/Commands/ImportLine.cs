using System.Text;
using System.Text.Json;
using Moderation.Intake;
using Moderation.Review;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Server.Commands;

/// <summary>Reads one line of an import. Pure: a reply, or what is wrong with it.</summary>
internal static class ImportLine
{
    /// <summary>The reply, or null and a sentence that names the member.</summary>
    public static (ImportedReply? Reply, string? Problem) Read(string line, SiteId site, DateTimeOffset now)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            ReadMessage message = ReplyReader.Read(Encoding.UTF8.GetBytes(line));
            if (message.Replies.Count != 1 || message.HoldsItems)
            {
                return (null, message.Errors.Count > 0 ? Sentence(message.Errors) : "a line is one reply.");
            }

            Validation validation = ReplyValidator.Validate(message.Replies[0], new ReplyContext { ReceivedAt = now, RouteSite = site });
            return !validation.IsValid ? (null, Sentence(validation.Errors))
                : validation.Reply.Id is null ? (null, "id: is needed, so that the import can be repeated.")
                : (new ImportedReply { Reply = validation.Reply, State = State(root), Decisions = Decisions(root) }, null);
        }
        catch (JsonException)
        {
            return (null, "is not JSON.");
        }
        catch (Exception problem) when (problem is FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return (null, problem is FormatException ? problem.Message : "decisions: each needs a decision and a time (at).");
        }
    }

    private static SubmissionState State(JsonElement root)
    {
        string? text = root.TryGetProperty("state", out JsonElement given) && given.ValueKind != JsonValueKind.Null ? given.GetString() : null;
        return text switch
        {
            null => SubmissionState.Received,
            "received" or "flagged" or "approved" or "rejected" or "removed" => EnumText.Parse<SubmissionState>(text),
            _ => throw new FormatException("state: must be received, flagged, approved, rejected or removed."),
        };
    }

    private static List<ImportedDecision> Decisions(JsonElement root)
    {
        List<ImportedDecision> decisions = [];
        if (root.TryGetProperty("decisions", out JsonElement given) && given.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement one in given.EnumerateArray())
            {
                string word = one.GetProperty("decision").GetString() ?? "";
                if (!Enum.GetValues<Decision>().Any(decision => decision.ToText() == word))
                {
                    throw new FormatException("decisions: a decision is approve, reject, remove, restore or reopen.");
                }

                decisions.Add(new ImportedDecision(word, Text(one, "reason"), Text(one, "note"), one.GetProperty("at").GetDateTimeOffset().ToMicros()));
            }
        }

        return decisions;
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Sentence(IReadOnlyDictionary<string, string[]> errors) => string.Join(" ", errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}"));
}
