using System.Text.Json;
using Moderation.Messaging;
using Moderation.Privacy;
using Moderation.Review;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Inbound;

/// <summary>Reads a decision that a site's own program made, as JSON or in a MassTransit envelope. Never throws. Pure.</summary>
internal static class DecisionReader
{
    /// <summary>The largest message that is read.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The request, or a code and the paths of what is wrong.</summary>
    public static ReadDecision Read(Delivery delivery)
    {
        if (delivery.Body.Length > MaxBytes)
        {
            return ReadDecision.Refused(InboundCodes.TooLarge, "message");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(delivery.Body);
            JsonElement message = document.RootElement;
            if (delivery.IsEnvelope && message.ValueKind == JsonValueKind.Object && message.TryGetProperty("message", out JsonElement inner))
            {
                message = inner;
            }

            return message.ValueKind == JsonValueKind.Object ? Read(message) : ReadDecision.Refused(Intake.RefusalCodes.Invalid, "message");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return ReadDecision.Refused(Intake.RefusalCodes.Unreadable, "message");
        }
    }

    private static ReadDecision Read(JsonElement message)
    {
        List<string> wrong = [];
        string? siteText = Text(message, "site", wrong);
        string? idText = Text(message, "id", wrong);
        string? decisionText = Text(message, "decision", wrong);
        string? reason = Text(message, "reason", wrong);
        string? by = Text(message, "by", wrong);
        bool hasSite = SiteId.TryParse(siteText, out SiteId site);
        bool hasId = Guid.TryParseExact(idText, "D", out Guid id);
        Decision? decision = TryDecision(decisionText);
        AddIf(wrong, !hasSite, "site");
        AddIf(wrong, !hasId, "id");
        AddIf(wrong, decision is null, "decision");
        AddIf(wrong, reason is not null && !DecisionRequest.IsReason(reason), "reason");
        AddIf(wrong, by?.Length > DecisionRequest.MaxByChars, "by");
        if (wrong.Count > 0)
        {
            return ReadDecision.Refused(Intake.RefusalCodes.Invalid, [.. wrong.Distinct()]);
        }

        return new ReadDecision
        {
            Request = new DecisionRequest
            {
                Key = new SubmissionKey(site, new SubmissionId(id)),
                Decision = decision!.Value,
                Reason = reason,
                Actor = string.IsNullOrWhiteSpace(by) ? "site" : $"site:{AddressMask.Mask(by)}",
                DecidedBy = "site",
            },
        };
    }

    /// <summary>The decision that a word names; null when it names none.</summary>
    public static Decision? TryDecision(string? text) => Enum.GetValues<Decision>().Where(one => one.ToText() == text).Select(one => (Decision?)one).FirstOrDefault();

    private static void AddIf(List<string> wrong, bool isWrong, string member)
    {
        if (isWrong)
        {
            wrong.Add(member);
        }
    }

    private static string? Text(JsonElement message, string name, List<string> wrong)
    {
        if (!message.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        AddIf(wrong, value.ValueKind != JsonValueKind.String, name);
        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}

/// <summary>A decision as it was read, or why there is none.</summary>
internal sealed record ReadDecision
{
    public DecisionRequest? Request { get; init; }

    /// <summary>Null when there is a request.</summary>
    public string? RefusedAs { get; init; }

    /// <summary>The paths of what is missing or wrong.</summary>
    public IReadOnlyCollection<string> Members { get; init; } = [];

    public static ReadDecision Refused(string code, params string[] members) => new() { RefusedAs = code, Members = members };
}
