using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Server.Problems;

namespace Moderation.Server.Doors.Native;

/// <summary>Reads a JSON request body into a request type. A member of the wrong type is named; what is no JSON at all is unreadable.</summary>
internal static class JsonBody
{
    /// <summary>The body, or the refusal that answers the request.</summary>
    public static async Task<JsonBodyResult<T>> ReadAsync<T>(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
        where T : class
    {
        BodyResult body = await RequestBody.ReadAsync(request, maxBytes, cancellationToken).ConfigureAwait(false);
        return body.Refusal is null ? Parse<T>(body.Bytes.Span) : new JsonBodyResult<T> { Refusal = Problem.Of(body.Refusal) };
    }

    private static JsonBodyResult<T> Parse<T>(ReadOnlySpan<byte> bytes)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize<T>(bytes, JsonSerializerOptions.Web) is { } value)
            {
                return new JsonBodyResult<T> { Value = value };
            }
        }
        catch (JsonException problem) when (problem.Path is { Length: > 2 } path && problem.InnerException is not JsonException && IsReadable(bytes))
        {
            return new JsonBodyResult<T> { Refusal = Problem.Validation(path[2..], "This member has the wrong type.") };
        }
        catch (JsonException)
        {
        }

        return new JsonBodyResult<T> { Refusal = Problem.Of(ProblemCode.Unreadable) };
    }

    /// <summary>Tells a wrong type from a document that is no JSON or has half a surrogate pair in it; all are the same exception.</summary>
    private static bool IsReadable(ReadOnlySpan<byte> bytes)
    {
        Utf8JsonReader reader = new(bytes);
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }

            return true;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>A request body, or why there is none.</summary>
internal readonly record struct JsonBodyResult<T>
    where T : class
{
    public T? Value { get; init; }

    public ProblemHttpResult? Refusal { get; init; }
}
