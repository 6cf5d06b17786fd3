using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Moderation.Messaging;

/// <summary>
/// What may be told about a message of an error queue: why it is there and whose it is. Nothing that anybody typed: where it names its id in other than the form of an
/// id, it has none.
/// </summary>
internal sealed record RefusedLetter
{
    /// <summary>A stable code; for what the broker gave up on, its own word, such as <c>delivery_limit</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Paths of members, separated by commas; empty where the code says all.</summary>
    public required string Members { get; init; }

    /// <summary>What is wrong, in a sentence; null where code and members say all.</summary>
    public string? Detail { get; init; }

    /// <summary>When it was refused, RFC 3339; empty for what the broker gave up on.</summary>
    public required string At { get; init; }

    /// <summary>The sites that it, or its items, name; none when it cannot be read.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>The ids that it, or its items, name.</summary>
    public required IReadOnlyList<Guid> Ids { get; init; }

    public required int Bytes { get; init; }

    /// <summary>Tells this message from the others in the queue, as long as it lies there.</summary>
    public required string Handle { get; init; }

    /// <summary>What it is made of, without what anybody typed: see <see cref="PayloadOutline"/>.</summary>
    public required string Outline { get; init; }

    /// <summary>Reads what is in the headers and, as far as it can be read, in the message.</summary>
    public static RefusedLetter Read(ReadOnlyMemory<byte> body, IReadOnlyBasicProperties properties)
    {
        List<string> sites = [];
        List<Guid> ids = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            Collect(document.RootElement, sites, ids, depth: 0);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // What cannot be read is of no site.
        }

        return new RefusedLetter
        {
            Code = Header(properties, ErrorHeaders.Code) ?? Header(properties, "x-first-death-reason") ?? "unknown",
            Members = Header(properties, ErrorHeaders.Members) ?? "",
            Detail = Header(properties, ErrorHeaders.Detail),
            At = Header(properties, ErrorHeaders.At) ?? "",
            Sites = [.. sites.Distinct()],
            Ids = [.. ids.Distinct()],
            Bytes = body.Length,
            Handle = HandleOf(body, properties),
            Outline = PayloadOutline.Of(body),
        };
    }

    public bool IsMeant(LetterFilter filter) => (filter.Site is null || Sites.Contains(filter.Site)) && (filter.Code is null || Code == filter.Code) && (filter.Handle is null || Handle == filter.Handle);

    /// <summary>A message is one reply, items, or an envelope around either.</summary>
    private static void Collect(JsonElement reply, List<string> sites, List<Guid> ids, int depth)
    {
        if (reply.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (reply.TryGetProperty("site", out JsonElement named) && named.ValueKind == JsonValueKind.String && Moderation.Sites.SiteId.TryParse(named.GetString(), out Moderation.Sites.SiteId site))
        {
            sites.Add(site.Value);
        }

        if (reply.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String && Guid.TryParseExact(id.GetString(), "D", out Guid uuid))
        {
            ids.Add(uuid);
        }

        if (depth == 0 && reply.TryGetProperty("message", out JsonElement message))
        {
            Collect(message, sites, ids, depth: 1);
        }

        if (depth < 2 && reply.TryGetProperty("items", out JsonElement items) && items.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in items.EnumerateArray())
            {
                Collect(item, sites, ids, depth: 2);
            }
        }
    }

    private static string HandleOf(ReadOnlyMemory<byte> body, IReadOnlyBasicProperties properties)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(body.Span);
        hash.AppendData(Encoding.UTF8.GetBytes($"|{properties.MessageId}|{Header(properties, ErrorHeaders.At)}|{Header(properties, ErrorHeaders.Item)}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset()[..16]);
    }

    private static string? Header(IReadOnlyBasicProperties properties, string name) =>
        properties.Headers?.TryGetValue(name, out object? value) == true ? value is byte[] text ? Encoding.UTF8.GetString(text) : value?.ToString() : null;
}
