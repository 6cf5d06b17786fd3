using Moderation.Server.Problems;

namespace Moderation.Server.Doors.Akismet;

/// <summary>The routes of Akismet's API, at the root and under <c>/akismet</c> for clients that keep a path in their base URL.</summary>
internal static class AkismetDoor
{
    private static readonly string[] GetAndPost = ["GET", "POST"];

    public static void MapAkismetDoor(this WebApplication app)
    {
        MapCalls(app.MapGroup("").AddEndpointFilter(AnswerProblemsAsync).WithTags("Akismet"));
        MapCalls(app.MapGroup("/akismet").AddEndpointFilter(AnswerProblemsAsync).ExcludeFromDescription(), isNamed: false);
    }

    private static void MapCalls(RouteGroupBuilder door, bool isNamed = true)
    {
        (RouteHandlerBuilder Route, string Name, string Summary)[] calls =
        [
            (door.MapPost("/1.1/comment-check", (HttpContext context, CheckComment check, CancellationToken cancellationToken) => check.HandleAsync(context, cancellationToken)), "AkismetCommentCheck", "Ask whether a comment is spam, as Akismet's clients do"),
            (door.MapPost("/1.1/submit-spam", (HttpContext context, SubmitFeedback submit, CancellationToken cancellationToken) => submit.HandleAsync(context, isSpam: true, cancellationToken)), "AkismetSubmitSpam", "Say that a comment was spam"),
            (door.MapPost("/1.1/submit-ham", (HttpContext context, SubmitFeedback submit, CancellationToken cancellationToken) => submit.HandleAsync(context, isSpam: false, cancellationToken)), "AkismetSubmitHam", "Say that a comment was no spam"),
            (door.MapPost("/1.1/verify-key", (HttpContext context, AkismetAccount account, CancellationToken cancellationToken) => account.VerifyKeyAsync(context, cancellationToken)), "AkismetVerifyKey", "Ask whether a key is good"),
            (door.MapPost("/1.1/get-subscription", (HttpContext context, AkismetAccount account, CancellationToken cancellationToken) => account.SubscriptionAsync(context, cancellationToken)), "AkismetGetSubscription", "What WordPress asks before it saves a key"),
            (door.MapPost("/1.1/get-stats", (HttpContext context, AkismetAccount account, CancellationToken cancellationToken) => account.StatsAsync(context, cancellationToken)), "AkismetGetStats", "What became of a key's comments"),
            (door.MapPost("/1.1/deactivate", (HttpContext context, AkismetAccount account, CancellationToken cancellationToken) => account.DeactivateAsync(context, cancellationToken)), "AkismetDeactivate", "WordPress lets go of a key; the key itself stays"),
            (door.MapPost("/1.1/verify-wpcom-key", static () => AkismetAnswer.Invalid), "AkismetVerifyWpcomKey", "Always invalid: there are no accounts of WordPress.com here"),
            (door.MapPost("/1.1/token", static () => AkismetAnswer.Invalid), "AkismetToken", "Always invalid: there are no accounts of WordPress.com here"),
            (door.MapGet("/1.1/test", static () => new AkismetAnswer("connected")), "AkismetTest", "Ask whether the service can be reached"),
            (door.MapMethods("/1.2/key-sites", GetAndPost, (HttpContext context, AkismetAccount account, CancellationToken cancellationToken) => account.KeySitesAsync(context, cancellationToken)), "AkismetKeySites", "What each site of a key asked in a month"),
            (door.MapMethods("/1.2/usage-limit", GetAndPost, (HttpContext context, AkismetAccount account, CancellationToken cancellationToken) => account.UsageLimitAsync(context, cancellationToken)), "AkismetUsageLimit", "How much a key was used this month"),
        ];
        foreach ((RouteHandlerBuilder route, string name, string summary) in isNamed ? calls : [])
        {
            route.WithName(name).WithSummary(summary).WithDescription("For clients of Akismet with their base URL set to this service. Form or flat JSON; the key as api_key, key or the first label of the host.").Produces<string>(200, "text/plain");
        }
    }

    /// <summary>What breaks is answered as text, and never with a word about spam.</summary>
    private static async ValueTask<object?> AnswerProblemsAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return AkismetAnswer.Of(ProblemPages.Answer(invocation.HttpContext, problem));
        }
    }
}
