using System.Globalization;
using Moderation.Judging;
using Moderation.Scoring;
using Moderation.Server.Doors.Native;
using Moderation.Server.Security;
using Moderation.Sites;
using Moderation.Time;

namespace Moderation.Server.Doors.OpenAi;

/// <summary><c>POST /v1/moderations</c>: what OpenAI's clients ask about texts. Any model name is accepted, the answer names the model that scored. Stores nothing.</summary>
internal sealed class ModerateInput(CallerCheck callers, JudgeText judge, TimeProvider clock)
{
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    private const int VersionChars = 12;

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        long begun = clock.GetTimestamp();
        string id = Guid.CreateVersion7(clock.UtcNowMicros()).ToString("N");
        context.Response.Headers["x-request-id"] = "req_" + id;
        KeyResult caller = await callers.KeyAsync(CallerCheck.BearerToken(context.Request), Door.OpenAi, KeyRights.Submit, cancellationToken).ConfigureAwait(false);
        if (caller.Key is not { } key)
        {
            return OpenAiError.Of(caller).ToResult(context);
        }

        BodyResult body = await RequestBody.ReadAsync(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Refusal is not null)
        {
            return OpenAiError.Of(body.Refusal).ToResult(context);
        }

        (IReadOnlyList<string> texts, OpenAiError? error) = InputReader.Read(body.Bytes);
        if (error is not null)
        {
            return error.ToResult(context);
        }

        IReadOnlyList<JudgedText> judged = await judge.HandleAsync(key.Site, page: null, [.. texts.Select(text => new ScoringInput { Text = text })], cancellationToken).ConfigureAwait(false);
        context.Response.Headers["openai-processing-ms"] = ((long)clock.GetElapsedTime(begun).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Ok(new ModerationAnswer
        {
            Id = "modr-" + id,
            Model = "moderation-" + judged[0].ModelVersion[..Math.Min(VersionChars, judged[0].ModelVersion.Length)],
            Results = [.. judged.Select(ModerationResult.From)],
        });
    }
}

/// <summary>The answer.</summary>
internal sealed record ModerationAnswer
{
    public required string Id { get; init; }

    /// <summary>The model that scored, whatever was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>One for each text; one for all parts.</summary>
    public required IReadOnlyList<ModerationResult> Results { get; init; }
}
