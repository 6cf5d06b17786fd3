using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Moderation.Server.Doors.Perspective;

/// <summary>
/// Reads a request by its content and not by its media type: some clients say <c>text/plain</c>, and the samples that everybody copied have member names without quotes.
/// </summary>
internal static partial class PerspectiveBody
{
    /// <summary>A text, and as context an article and a comment of a mebibyte each.</summary>
    public const int MaxBytes = 3 * 1024 * 1024;

    private const int MaxDepth = 32;

    [GeneratedRegex(@"^\$(\.[A-Za-z]+|\[\d+\])+")]
    private static partial Regex KnownPath();

    public static async Task<BodyOf<T>> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (request.ContentLength > MaxBytes)
        {
            return new BodyOf<T> { Error = GoogleError.Of(Problems.ProblemCode.TooLarge) };
        }

        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.Buffer.Length > MaxBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return new BodyOf<T> { Error = GoogleError.Of(Problems.ProblemCode.TooLarge) };
            }

            if (result.IsCompleted)
            {
                BodyOf<T> body = Parse(result.Buffer, type);
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static BodyOf<T> Parse<T>(ReadOnlySequence<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            Utf8JsonReader json = new(bytes, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth });
            return Of(JsonSerializer.Deserialize(ref json, type));
        }
        catch (JsonException)
        {
            return ParseLoosely(bytes, type);
        }
    }

    private static BodyOf<T> ParseLoosely<T>(ReadOnlySequence<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        string strict;
        try
        {
            using Newtonsoft.Json.JsonTextReader loose = new(new StringReader(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'))) { MaxDepth = MaxDepth, DateParseHandling = Newtonsoft.Json.DateParseHandling.None };
            strict = JToken.ReadFrom(loose).ToString(Newtonsoft.Json.Formatting.None);
        }
        catch (Exception problem) when (problem is Newtonsoft.Json.JsonException or ArgumentException or OverflowException)
        {
            return new BodyOf<T> { Error = GoogleError.Unreadable("It is not a JSON object.", null) };
        }

        try
        {
            // Half a surrogate pair becomes U+FFFD on the way through UTF-8.
            return Of(JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(strict), type));
        }
        catch (JsonException problem)
        {
            Match path = KnownPath().Match(problem.Path ?? "");
            return new BodyOf<T> { Error = path.Success && path.Length > 2 ? GoogleError.Unreadable("It has the wrong type.", Known(path.Value[2..])) : GoogleError.Unreadable("It is not a JSON object.", null) };
        }
    }

    /// <summary>The path as far as it is of our own names: the name of an attribute is the caller's.</summary>
    private static string Known(string path) => path.IndexOf("Attributes.", StringComparison.Ordinal) is >= 0 and var at ? path[..(at + "Attributes".Length)] : path.StartsWith("attributeScores.", StringComparison.Ordinal) ? "attributeScores" : path;

    private static BodyOf<T> Of<T>(T? value)
        where T : class => value is null ? new BodyOf<T> { Error = GoogleError.Unreadable("It is not a JSON object.", null) } : new BodyOf<T> { Value = value };
}

/// <summary>A request, or what is wrong with it.</summary>
internal readonly record struct BodyOf<T>
    where T : class
{
    public T? Value { get; init; }

    public GoogleError? Error { get; init; }
}
