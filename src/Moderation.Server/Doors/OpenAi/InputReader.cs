using System.Globalization;
using System.Text.Json;

namespace Moderation.Server.Doors.OpenAi;

/// <summary>The texts of a request: one for a text or for a list of parts, one each for a list of texts. Pure.</summary>
internal static class InputReader
{
    /// <summary>The most texts in one request.</summary>
    public const int MaxTexts = 1000;

    /// <summary>The texts, or what is wrong.</summary>
    public static (IReadOnlyList<string> Texts, OpenAiError? Error) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind != JsonValueKind.Object ? ([], new OpenAiError(400, "The body of the request is not the JSON object that it must be."))
                : document.RootElement.TryGetProperty("input", out JsonElement input) ? Read(input)
                : ([], OpenAiError.Input("Missing required parameter: 'input'.", "missing_required_parameter"));
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The other exception is that of half a surrogate pair.
            return ([], new OpenAiError(400, "We could not parse the JSON body of your request."));
        }
    }

    private static (IReadOnlyList<string>, OpenAiError?) Read(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.String => ([input.GetString()!], null),
        JsonValueKind.Array when input.GetArrayLength() == 0 => ([], OpenAiError.Input("'input' is an empty array; it must have at least one item.")),
        JsonValueKind.Array when input.GetArrayLength() > MaxTexts => ([], OpenAiError.Input(string.Create(CultureInfo.InvariantCulture, $"'input' has more than {MaxTexts} items."))),
        JsonValueKind.Array when input[0].ValueKind == JsonValueKind.Object => ReadParts(input),
        JsonValueKind.Array => ReadTexts(input),
        _ => ([], OpenAiError.Input("Invalid type for 'input': expected a string, an array of strings or an array of parts.", "invalid_type")),
    };

    private static (IReadOnlyList<string>, OpenAiError?) ReadTexts(JsonElement input)
    {
        List<string> texts = [];
        foreach (JsonElement item in input.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                return ([], OpenAiError.Input("Invalid type for 'input': every item must be a string, or every item a part.", "invalid_type"));
            }

            texts.Add(item.GetString()!);
        }

        return (texts, null);
    }

    /// <summary>All parts are one input.</summary>
    private static (IReadOnlyList<string>, OpenAiError?) ReadParts(JsonElement input)
    {
        List<string> texts = [];
        foreach (JsonElement part in input.EnumerateArray())
        {
            string? type = part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out JsonElement named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            if (type == "image_url")
            {
                return ([], OpenAiError.Input("This server reads text only: it does not look at images, and gives no score that could be mistaken for one.", "unsupported_input_type"));
            }

            if (type != "text" || !part.TryGetProperty("text", out JsonElement text) || text.ValueKind != JsonValueKind.String)
            {
                return ([], OpenAiError.Input("Invalid type for 'input': every part needs the type text and a text.", "invalid_type"));
            }

            texts.Add(text.GetString()!);
        }

        return ([string.Join('\n', texts)], null);
    }
}
