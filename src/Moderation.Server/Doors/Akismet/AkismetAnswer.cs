using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Problems;

namespace Moderation.Server.Doors.Akismet;

/// <summary>
/// An answer of exact bytes: clients compare the whole body. No byte order mark, no line break, always with its length, because clients of HTTP/1.0 know no other end.
/// </summary>
internal sealed class AkismetAnswer(string body, int status = StatusCodes.Status200OK, string contentType = AkismetAnswer.Text) : IResult
{
    private const string Text = "text/plain; charset=utf-8";

    private readonly List<(string Name, string Value)> headers = [];

    /// <summary>The key or the site is not accepted. Says no more: some clients take any word of help for an exception.</summary>
    public static AkismetAnswer Invalid => new("invalid");

    /// <summary>What is wrong with the call, for whoever wrote the client.</summary>
    public static AkismetAnswer InvalidWith(string help) => Invalid.With("X-akismet-debug-help", help);

    public static AkismetAnswer Json(JsonObject body) => new(body.ToJsonString(JsonSerializerOptions.Default), contentType: "application/json; charset=utf-8");

    public static AkismetAnswer Csv(string body) => new(body, contentType: "text/csv; charset=utf-8");

    /// <summary>What the rest of the service calls a problem. Never the answer to a question about a text.</summary>
    public static AkismetAnswer Of(ProblemCode code, int retryAfterSeconds = 0)
    {
        AkismetAnswer answer = new(code.Title, code.Status);
        return code.Status == 503 ? answer.With("Retry-After", "5")
            : code.Status == 429 ? answer.With("Retry-After", Math.Max(1, retryAfterSeconds).ToString(CultureInfo.InvariantCulture))
            : answer;
    }

    public AkismetAnswer With(string name, string value)
    {
        headers.Add((name, value));
        return this;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        HttpResponse response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        foreach ((string name, string value) in headers)
        {
            response.Headers[name] = value;
        }

        await response.Body.WriteAsync(bytes, httpContext.RequestAborted).ConfigureAwait(false);
    }
}
