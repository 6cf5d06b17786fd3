using Moderation.Server.Security;

namespace Moderation.Server.Doors.Native;

/// <summary>The routes with which a site's own program moderates: pages, picks and blocks.</summary>
internal static class ModerationRoutes
{
    public static void MapModeration(this RouteGroupBuilder site)
    {
        site.MapGet("/pages", (HttpContext context, string site, string? url, PagesApi pages, CancellationToken cancellationToken) => pages.GetAsync(context, site, url, cancellationToken))
            .WithTags("Pages")
            .WithName("GetPage")
            .WithSummary("What a page accepts and shows")
            .WithDescription("mode and closesAt as they were set, effectiveMode and closingTime as they count now. A page nobody has set anything for is open. The key needs the right pages.")
            .ProducesProblems(400, 401, 403, 404, 429);

        site.MapPut("/pages", (HttpContext context, string site, string? url, PagesApi pages, CancellationToken cancellationToken) => pages.PutAsync(context, site, url, cancellationToken))
            .WithTags("Pages")
            .WithName("SetPage")
            .WithSummary("Open, close or hide a page")
            .WithDescription("Members that are left out stay as they are; closesAt null takes the time away. A page nobody has commented on yet is made. With id the page keeps its comments when its address changes.")
            .Accepts<PageBody>("application/json")
            .ProducesProblems(400, 401, 403, 404, 413, 415, 429);

        site.MapPut("/replies/{id}/featured", (HttpContext context, string site, string id, FeatureApi feature, CancellationToken cancellationToken) => feature.HandleAsync(context, site, id, cancellationToken))
            .WithTags("Decisions")
            .WithName("FeatureReply")
            .WithSummary("Make a comment an editor's pick")
            .WithDescription("Only an approved one can be picked. Threads and feeds show it as featured; the state does not change and no event is sent. The key needs the right decide.")
            .Accepts<FeatureBody>("application/json")
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 429);

        site.MapPost("/replies/{id}/reports", (HttpContext context, string site, string id, ReportApi reports, CancellationToken cancellationToken) => reports.HandleAsync(context, site, id, cancellationToken))
            .RequireCors(SiteCorsPolicies.Site)
            .WithTags("Replies")
            .WithName("ReportReply")
            .WithSummary("Report a comment")
            .WithDescription("A reader complains about a comment, without an account: reason is abusive, hate, threat, spam, personal, illegal, irrelevant or other. With the public key as X-Site-Key, from an allowed origin, or as a form with reason, note and key, answered 303 back to the page; a website's own server names the reader's address as client.ip. One reader counts once; who reports again is told the same. From enough readers on the comment leaves public view until a person has looked.")
            .Accepts<ReportBody>("application/json", "application/x-www-form-urlencoded")
            .Produces<ReportAnswer>(StatusCodes.Status202Accepted)
            .Produces(StatusCodes.Status303SeeOther)
            .ProducesProblems(400, 401, 403, 404, 413, 415, 429);

        MapBlocks(site);
    }

    private static void MapBlocks(RouteGroupBuilder site)
    {
        site.MapGet("/blocks", (HttpContext context, string site, string? after, BlocksApi blocks, CancellationToken cancellationToken) => blocks.ListAsync(context, site, after, cancellationToken))
            .WithTags("Blocks")
            .WithName("GetBlocks")
            .WithSummary("List the blocks of a site")
            .WithDescription("Newest first, also those that ended, 200 at a time. The key needs the right blocks.")
            .ProducesProblems(400, 401, 403, 404, 429);

        site.MapPost("/blocks", (HttpContext context, string site, BlocksApi blocks, CancellationToken cancellationToken) => blocks.AddAsync(context, site, cancellationToken))
            .WithTags("Blocks")
            .WithName("AddBlock")
            .WithSummary("Block an author or a network")
            .WithDescription("A verified author (kind subject) is rejected; a typed name or address can only be flagged, because anyone can type it; a network is flagged or rejected and always ends, after 30 days if nobody says. Kind reply stands for the author of that submission. The same block made again replaces the first.")
            .Accepts<BlockBody>("application/json")
            .ProducesProblems(400, 401, 403, 404, 413, 415, 429);

        site.MapDelete("/blocks/{id}", (HttpContext context, string site, string id, BlocksApi blocks, CancellationToken cancellationToken) => blocks.LiftAsync(context, site, id, cancellationToken))
            .WithTags("Blocks")
            .WithName("LiftBlock")
            .WithSummary("Lift a block")
            .WithDescription("It counts no more within two seconds. Doing it twice is the same as once.")
            .ProducesProblems(401, 403, 404, 429);
    }
}
