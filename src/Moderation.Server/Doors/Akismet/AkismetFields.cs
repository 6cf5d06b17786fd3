using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Moderation.Intake;
using Moderation.Server.Doors.Native;
using Moderation.Server.Problems;

namespace Moderation.Server.Doors.Akismet;

/// <summary>
/// The fields of a call, by name: of a form or a flat JSON object, told apart by content, and of the query behind them. Fields that nobody knows are left alone: clients
/// send whatever their web server says.
/// </summary>
internal sealed class AkismetFields
{
    /// <summary>The largest body.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly Dictionary<string, List<string>> sent = new(StringComparer.Ordinal);

    private readonly IQueryCollection query;

    private AkismetFields(IQueryCollection query) => this.query = query;

    /// <summary>Reads the call, or says why it cannot be read.</summary>
    public static async Task<(AkismetFields? Fields, ProblemCode? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
        {
            return (null, ProblemCode.MediaType);
        }

        BodyResult body = await RequestBody.ReadAnyAsync(request, MaxBytes, cancellationToken).ConfigureAwait(false);
        if (body.Refusal is not null)
        {
            return (null, body.Refusal);
        }

        AkismetFields fields = new(request.Query);
        return fields.TryParse(Encoding.UTF8.GetString(body.Bytes.Span).TrimStart('\uFEFF')) ? (fields, null) : (null, ProblemCode.Unreadable);
    }

    /// <summary>Fields of a body that is at hand.</summary>
    public static AkismetFields? Parse(string body)
    {
        AkismetFields fields = new(new QueryCollection());
        return fields.TryParse(body) ? fields : null;
    }

    /// <summary>The first of these fields that the body has something in; null when none has.</summary>
    public string? Sent(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (sent.TryGetValue(name, out List<string>? values) && values.Count > 0 && values[0].Length > 0)
            {
                return values[0];
            }
        }

        return null;
    }

    /// <summary>As <see cref="Sent"/>; then the query.</summary>
    public string? Any(params ReadOnlySpan<string> names)
    {
        if (Sent(names) is { } found)
        {
            return found;
        }

        foreach (string name in names)
        {
            if (query[name].ToString() is { Length: > 0 } value)
            {
                return ReplyText.Clean(value);
            }
        }

        return null;
    }

    /// <summary>Every value of a list, in whichever way it was written: <c>a[]=x&amp;a[]=y</c>, <c>a[0]=x&amp;a[1]=y</c>, <c>a=x&amp;a=y</c> or <c>a=x, y</c>.</summary>
    public IReadOnlyList<string> All(string name) =>
        sent.TryGetValue(name, out List<string>? values) ? [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))] : [];

    /// <summary>A truth in any of the forms that clients send it: what counts is the value and not that the field is there.</summary>
    public bool IsTrue(string name) => Any(name) is { } value && value.Trim().ToUpperInvariant() is not ("0" or "FALSE" or "NO" or "OFF" or "NULL" or "NONE" or "");

    private bool TryParse(string body)
    {
        if (body.AsSpan().TrimStart().StartsWith("{"))
        {
            return TryParseJson(body);
        }

        foreach ((string name, StringValues values) in QueryHelpers.ParseQuery(body))
        {
            foreach (string? value in values)
            {
                Add(name, value ?? "");
            }
        }

        return true;
    }

    private bool TryParseJson(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                foreach (JsonElement value in member.Value.ValueKind == JsonValueKind.Array ? [.. member.Value.EnumerateArray()] : new[] { member.Value })
                {
                    if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                    {
                        Add(member.Name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
                    }
                }
            }

            return true;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // An escape that is half a surrogate pair is the second of the two.
            return false;
        }
    }

    private void Add(string name, string value)
    {
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        string plain = bracket > 0 && name.EndsWith(']') ? name[..bracket] : name;
        if (!sent.TryGetValue(plain, out List<string>? values))
        {
            sent[plain] = values = [];
        }

        values.Add(ReplyText.Clean(value));
    }
}
