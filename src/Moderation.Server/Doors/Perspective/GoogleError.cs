using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Moderation.Server.Problems;
using Moderation.Server.Security;

namespace Moderation.Server.Doors.Perspective;

/// <summary>An error in Google's shapes: the present one and, beside it, the old list that some clients still read. No message repeats what a caller sent.</summary>
internal sealed record GoogleError
{
    private const string CommentError = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error";

    public required int Status { get; init; }

    public required string Message { get; init; }

    /// <summary>Google's name of the status.</summary>
    public string StatusName { get; init; } = "INVALID_ARGUMENT";

    /// <summary>Reason in the old list.</summary>
    public string LegacyReason { get; init; } = "badRequest";

    public JsonObject? Detail { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>What is wrong with a comment or what was asked about it.</summary>
    public static GoogleError Comment(string message, string errorType, JsonObject? more = null)
    {
        JsonObject detail = more ?? [];
        detail.Insert(0, "@type", CommentError);
        detail.Insert(1, "errorType", errorType);
        return new GoogleError { Status = 400, Message = message, Detail = detail };
    }

    /// <summary>A body that is no JSON, or has a member of the wrong type.</summary>
    /// <param name="sentence">What is wrong, without anything of the body.</param>
    /// <param name="member">The path of the member in our names; null when the body as a whole is wrong.</param>
    public static GoogleError Unreadable(string sentence, string? member) => new()
    {
        Status = 400,
        Message = member is null ? $"Invalid JSON payload received. {sentence}" : $"Invalid value at '{member}'. {sentence}",
        Detail = new JsonObject
        {
            ["@type"] = "type.googleapis.com/google.rpc.BadRequest",
            ["fieldViolations"] = new JsonArray(new JsonObject { ["field"] = member ?? "", ["description"] = sentence }),
        },
    };

    /// <summary>What the rest of the service calls a problem, in Google's words.</summary>
    public static GoogleError Of(ProblemCode code, int retryAfterSeconds = 0)
    {
        if (code == ProblemCode.KeyMissing)
        {
            return Denied("Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.", null);
        }

        if (code == ProblemCode.KeyUnknown)
        {
            return new GoogleError { Status = 400, Message = "API key not valid. Please pass a valid API key.", Detail = Info("API_KEY_INVALID") };
        }

        if (code == ProblemCode.DoorNotAllowed || code == ProblemCode.RightMissing)
        {
            return Denied("This API key may not use the Perspective API here: make one with the door perspective and the right submit.", Info(code == ProblemCode.DoorNotAllowed ? "SERVICE_DISABLED" : "API_KEY_SERVICE_BLOCKED"));
        }

        if (code == ProblemCode.TooMany)
        {
            return new GoogleError { Status = 429, Message = "Quota exceeded: too many requests with this API key.", StatusName = "RESOURCE_EXHAUSTED", LegacyReason = "rateLimitExceeded", Detail = Info("RATE_LIMIT_EXCEEDED"), RetryAfterSeconds = Math.Max(1, retryAfterSeconds) };
        }

        if (code == ProblemCode.TooLarge)
        {
            return new GoogleError { Status = 400, Message = string.Create(CultureInfo.InvariantCulture, $"Request payload size exceeds the limit: {PerspectiveBody.MaxBytes} bytes.") };
        }

        if (code.Status == 503)
        {
            return new GoogleError { Status = 503, Message = "The service is currently unavailable.", StatusName = "UNAVAILABLE", LegacyReason = "backendError", RetryAfterSeconds = 5 };
        }

        return code.Status < 500
            ? Unreadable("The body could not be read.", null)
            : new GoogleError { Status = 500, Message = "Internal error encountered.", StatusName = "INTERNAL", LegacyReason = "backendError" };
    }

    public static GoogleError Of(KeyResult key) => Of(key.Refusal!, key.RetryAfterSeconds);

    /// <summary>The answer.</summary>
    public IResult ToResult()
    {
        JsonObject error = new() { ["code"] = Status, ["message"] = Message, ["status"] = StatusName };
        error["errors"] = new JsonArray(new JsonObject { ["message"] = Message, ["domain"] = "global", ["reason"] = LegacyReason });
        if (Detail is not null)
        {
            error["details"] = new JsonArray(Detail.DeepClone());
        }

        return new PerspectiveAnswer(Status, new JsonObject { ["error"] = error }, RetryAfterSeconds);
    }

    private static GoogleError Denied(string message, JsonObject? detail) => new() { Status = 403, Message = message, StatusName = "PERMISSION_DENIED", LegacyReason = "forbidden", Detail = detail };

    private static JsonObject Info(string reason) => new()
    {
        ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
        ["reason"] = reason,
        ["domain"] = "googleapis.com",
        ["metadata"] = new JsonObject { ["service"] = "commentanalyzer.googleapis.com" },
    };
}

/// <summary>JSON as Google sends it: <c>application/json; charset=UTF-8</c>, with its length.</summary>
internal sealed class PerspectiveAnswer(int status, JsonNode body, int? retryAfterSeconds = null) : IResult
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NumberHandling = JsonNumberHandling.Strict };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(body, Relaxed);
        HttpResponse response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=UTF-8";
        response.ContentLength = bytes.Length;
        if (retryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
