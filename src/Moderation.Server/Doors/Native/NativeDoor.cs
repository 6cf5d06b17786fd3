using Moderation.Server.Security;

namespace Moderation.Server.Doors.Native;

/// <summary>The routes of the native API, version 1.</summary>
internal static class NativeDoor
{
    public static void MapNativeDoor(this WebApplication app)
    {
        RouteGroupBuilder site = app.MapGroup("/v1/sites/{site}");
        RouteGroupBuilder replies = site.MapGroup("/replies").RequireCors(SiteCorsPolicies.Site).WithTags("Replies");

        replies.MapPost("/", (HttpContext context, string site, string? wait, PostReply json, PostReplyForm form, CancellationToken cancellationToken) =>
                context.Request.HasFormContentType
                    ? form.HandleAsync(context, site, cancellationToken)
                    : json.AnswerAsync(context, site, wait, cancellationToken))
            .WithName("PostReply")
            .WithSummary("Leave a reply")
            .WithDescription("Stores one submission as received before it answers. With wait (seconds, at most 10) it answers 200 with the verdict when that comes in time. A form post is answered 303 back to its page.")
            .Accepts<Contracts.SubmitReply>("application/json", "application/x-www-form-urlencoded")
            .Produces<ReplyReceivedAnswer>(StatusCodes.Status202Accepted)
            .Produces<ReplyDecidedAnswer>()
            .Produces(StatusCodes.Status303SeeOther)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 429, 503);

        replies.MapGet("/{id}", (HttpContext context, string site, string id, ReplyStatus status, CancellationToken cancellationToken) => status.GetAsync(context, site, id, cancellationToken))
            .WithName("GetReply")
            .WithSummary("See one submission")
            .WithDescription("For its author, with the author token, and for the website, with an API key.")
            .ProducesProblems(401, 403, 404, 429);

        replies.MapDelete("/{id}", (HttpContext context, string site, string id, ReplyStatus status, CancellationToken cancellationToken) => status.DeleteAsync(context, site, id, cancellationToken))
            .WithName("WithdrawReply")
            .WithSummary("Withdraw a submission")
            .WithDescription("Takes a received, flagged or approved submission back at once. Doing it twice is the same as once.")
            .ProducesProblems(401, 403, 404, 409, 429);

        site.MapPost("/replies/{id}/decisions", (HttpContext context, string site, string id, DecideReply decide, CancellationToken cancellationToken) => decide.HandleAsync(context, site, id, cancellationToken))
            .WithTags("Decisions")
            .WithName("DecideReply")
            .WithSummary("Decide about a submission")
            .WithDescription("approve, reject, remove, restore, or reopen (undo). The state changes at once; the public sees it ten seconds later, a removal at once. Doing it twice is the same as once.")
            .Accepts<DecisionBody>("application/json")
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 429);

        site.MapGet("/decisions", (HttpContext context, string site, string? after, string? wait, DecisionsFeed feed, CancellationToken cancellationToken) => feed.HandleAsync(context, site, after, wait, cancellationToken))
            .WithTags("Decisions")
            .WithName("GetDecisions")
            .WithSummary("Follow the decisions of a site")
            .WithDescription("Events in their order, after a cursor. With wait (seconds, at most 30) the answer comes as soon as there is an event; with Accept: text/event-stream it never ends. No event is skipped, and the cursor of the last one read is where to go on.")
            .Produces(200, contentType: "application/json")
            .ProducesProblems(400, 401, 403, 404, 429);

        site.MapModeration();
        site.MapWordLists();

        RouteGroupBuilder reads = site.MapGroup("").RequireCors(SiteCorsPolicies.PublicRead).AddEndpointFilter<PublicReadLimit>().WithTags("Comments");
        reads.MapGet("/threads", (HttpContext context, string site, string? page, string? after, ThreadsApi threads, CancellationToken cancellationToken) => threads.HandleAsync(context, site, page, after, cancellationToken))
            .WithName("GetThread")
            .WithSummary("Read the comments of a page")
            .WithDescription("Fifty roots at a time, oldest first, each with its replies. A page nobody has commented on is an empty thread.")
            .Produces<Comments.ThreadView>()
            .ProducesProblems(400, 404, 429);
        reads.MapGet("/comments.json", (HttpContext context, string site, FeedsApi feeds, CancellationToken cancellationToken) => feeds.JsonAsync(context, site, cancellationToken))
            .WithName("GetNewestComments")
            .WithSummary("The newest comments of a site")
            .Produces<NewestAnswer>()
            .ProducesProblems(404, 429);
        reads.MapGet("/comments.rss", (HttpContext context, string site, FeedsApi feeds, CancellationToken cancellationToken) => feeds.RssAsync(context, site, cancellationToken))
            .WithName("GetNewestCommentsRss")
            .WithSummary("The newest comments of a site as RSS 2.0")
            .Produces(200, contentType: "application/rss+xml")
            .ProducesProblems(404, 429);
        reads.MapGet("/comments.atom", (HttpContext context, string site, FeedsApi feeds, CancellationToken cancellationToken) => feeds.AtomAsync(context, site, cancellationToken))
            .WithName("GetNewestCommentsAtom")
            .WithSummary("The newest comments of a site as Atom 1.0")
            .Produces(200, contentType: "application/atom+xml")
            .ProducesProblems(404, 429);

        app.MapPost("/v1/score", (HttpContext context, ScoreApi score, CancellationToken cancellationToken) => score.HandleAsync(context, cancellationToken))
            .WithTags("Scores")
            .WithName("Score")
            .WithSummary("Score texts and store nothing")
            .WithDescription("One text, or up to 100 as items. The verdict is what the key's site concludes from the text alone: its policy, its word lists and, with page, what that page accepts.")
            .Accepts<ScoreRequest>("application/json")
            .Produces<ScoreAnswer>()
            .ProducesProblems(400, 401, 403, 413, 415, 429, 503);
    }

    internal static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (int status in statuses)
        {
            route.ProducesProblem(status);
        }

        return route;
    }
}
