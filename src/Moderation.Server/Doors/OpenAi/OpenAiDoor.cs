using Moderation.Server.Problems;

namespace Moderation.Server.Doors.OpenAi;

/// <summary>The route of OpenAI's moderations.</summary>
internal static class OpenAiDoor
{
    public static void MapOpenAiDoor(this WebApplication app) =>
        app.MapPost("/v1/moderations", (HttpContext context, ModerateInput handler, CancellationToken cancellationToken) => handler.HandleAsync(context, cancellationToken))
            .AddEndpointFilter(AnswerProblemsAsync)
            .WithTags("OpenAI")
            .WithName("CreateModeration")
            .WithSummary("Ask about texts as OpenAI's clients do")
            .WithDescription("For clients of OpenAI's moderations with their base URL set to this service's /v1. Text only. Categories that are not scored here are 0 and named in x_moderation.unsupported. Stores nothing.")
            .Produces<ModerationAnswer>();

    /// <summary>What breaks is answered in OpenAI's shape, and never with a score.</summary>
    private static async ValueTask<object?> AnswerProblemsAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return OpenAiError.Of(ProblemPages.Answer(invocation.HttpContext, problem)).ToResult(invocation.HttpContext);
        }
    }
}
