using System.Buffers;
using System.IO.Pipelines;
using Moderation.Server.Problems;

namespace Moderation.Server.Doors.Native;

/// <summary>Reads a JSON request body whole, up to a limit, without trusting Content-Length.</summary>
internal static class RequestBody
{
    /// <summary>True for a JSON media type or none at all; a body without a type is taken for JSON, as on the queue.</summary>
    public static bool IsJson(HttpRequest request) =>
        string.IsNullOrEmpty(request.ContentType) || request.HasJsonContentType();

    public static async Task<BodyResult> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (!IsJson(request))
        {
            return new BodyResult { Refusal = ProblemCode.MediaType };
        }

        return await ReadAnyAsync(request, maxBytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As the other, whatever the body is said to be.</summary>
    public static async Task<BodyResult> ReadAnyAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return new BodyResult { Refusal = ProblemCode.TooLarge };
        }

        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return new BodyResult { Refusal = ProblemCode.TooLarge };
            }

            if (result.IsCompleted)
            {
                byte[] bytes = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return new BodyResult { Bytes = bytes };
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}

/// <summary>The bytes of a request, or why they were not read.</summary>
internal readonly record struct BodyResult
{
    public ProblemCode? Refusal { get; init; }

    public ReadOnlyMemory<byte> Bytes { get; init; }
}
