using System.Globalization;
using System.Text.Json.Nodes;
using Moderation.Server.Problems;
using Moderation.Server.Security;

namespace Moderation.Server.Doors.OpenAi;

/// <summary>An error in OpenAI's shape. No message repeats what a caller sent.</summary>
internal sealed record OpenAiError(int Status, string Message, string Type = OpenAiError.InvalidRequest, string? Param = null, string? Code = null)
{
    public const string InvalidRequest = "invalid_request_error";

    public int? RetryAfterSeconds { get; init; }

    /// <summary>The input is missing or wrong.</summary>
    public static OpenAiError Input(string message, string? code = null) => new(400, message, Param: "input", Code: code);

    /// <summary>What the rest of the service calls a problem, in OpenAI's words.</summary>
    public static OpenAiError Of(ProblemCode code, int retryAfterSeconds = 0)
    {
        if (code == ProblemCode.KeyMissing)
        {
            return new OpenAiError(401, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
        }

        if (code == ProblemCode.KeyUnknown)
        {
            return new OpenAiError(401, "Incorrect API key provided. 'moderation keys create' makes one.", Code: "invalid_api_key");
        }

        if (code == ProblemCode.DoorNotAllowed || code == ProblemCode.RightMissing)
        {
            return new OpenAiError(403, "This API key may not be used here: make one with the door openai and the right submit.", Code: "insufficient_permissions");
        }

        if (code == ProblemCode.TooMany)
        {
            return new OpenAiError(429, "Rate limit reached for this API key.", "requests", Code: "rate_limit_exceeded") { RetryAfterSeconds = Math.Max(1, retryAfterSeconds) };
        }

        if (code == ProblemCode.TooLarge)
        {
            return new OpenAiError(413, string.Create(CultureInfo.InvariantCulture, $"The request is longer than {ModerateInput.MaxBodyBytes} bytes."));
        }

        return code.Status switch
        {
            503 => new OpenAiError(503, "The service cannot score at the moment. Try again later.", "server_error") { RetryAfterSeconds = 5 },
            >= 500 => new OpenAiError(500, "The server had an error while processing your request.", "server_error"),
            _ => new OpenAiError(400, "The body of the request is not the JSON object that it must be."),
        };
    }

    public static OpenAiError Of(KeyResult key) => Of(key.Refusal!, key.RetryAfterSeconds);

    public IResult ToResult(HttpContext context)
    {
        if (RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Json(new JsonObject { ["error"] = new JsonObject { ["message"] = Message, ["type"] = Type, ["param"] = Param, ["code"] = Code } }, statusCode: Status);
    }
}
