using Moderation.Server.Problems;

namespace Moderation.Server.Doors.Perspective;

/// <summary>
/// The routes of Google's Perspective API (Comment Analyzer v1alpha1). Under prefixes too, because some clients join their configured path and <c>/comments:analyze</c>.
/// </summary>
internal static class PerspectiveDoor
{
    private static readonly string[] Prefixes = ["/v1alpha1", "", "/{first}", "/{first}/{second}", "/{first}/{second}/{third}"];

    public static void MapPerspectiveDoor(this WebApplication app)
    {
        RouteGroupBuilder door = app.MapGroup("").AddEndpointFilter(AnswerProblemsAsync).WithTags("Perspective");
        foreach (string prefix in Prefixes)
        {
            RouteHandlerBuilder analyze = door.MapPost($"{prefix}/comments:analyze", (HttpContext context, AnalyzeComment handler, CancellationToken cancellationToken) => handler.HandleAsync(context, cancellationToken));
            RouteHandlerBuilder suggest = door.MapPost($"{prefix}/comments:suggestscore", (HttpContext context, SuggestScore handler, CancellationToken cancellationToken) => handler.HandleAsync(context, cancellationToken));
            if (prefix != Prefixes[0])
            {
                analyze.ExcludeFromDescription();
                suggest.ExcludeFromDescription();
                continue;
            }

            analyze
                .WithName("AnalyzeComment")
                .WithSummary("Score a comment as Perspective did")
                .WithDescription("For clients of Google's Perspective API: key as ?key=, request and answer as documented there. Stores nothing.")
                .Accepts<AnalyzeRequest>("application/json");
            suggest
                .WithName("SuggestCommentScore")
                .WithSummary("Say what people decided about a comment")
                .WithDescription("For clients of Google's Perspective API. Kept as outside feedback: evidence of little weight. Of the text only a digest is kept, unless the key has the option store.")
                .Accepts<SuggestRequest>("application/json");
        }

        door.MapGet("/$discovery/rest", (Discovery discovery) => discovery.Handle()).ExcludeFromDescription();
    }

    /// <summary>What breaks is answered in Google's shape, and never with a score.</summary>
    private static async ValueTask<object?> AnswerProblemsAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return GoogleError.Of(ProblemPages.Answer(invocation.HttpContext, problem)).ToResult();
        }
    }
}
