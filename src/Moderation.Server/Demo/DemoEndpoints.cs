using Moderation.Comments;
using Moderation.Privacy;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Server.Settings;
using Moderation.Sites;

namespace Moderation.Server.Demo;

/// <summary><c>/demo</c>: an article with comments under it and a form that works without JavaScript. <c>/</c> leads there.</summary>
internal static class DemoEndpoints
{
    /// <summary>Whoever looks whether a page is there asks for its head.</summary>
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddDemo(this IServiceCollection services) => services
        .AddSingleton<DemoAddress>()
        .AddHostedService<DemoSeed>();

    public static void MapDemo(this WebApplication app)
    {
        app.MapMethods("/", Read, () => TypedResults.Redirect("/demo")).ExcludeFromDescription();
        app.MapMethods("/demo", Read, ShowAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, ServerSettings settings, DemoAddress demo, SiteStore sites, SiteKeys keys, ThreadReader threads, CancellationToken cancellationToken)
    {
        Site? site = await sites.FindAsync(settings.BootstrapSite, cancellationToken).ConfigureAwait(false);
        if (site is null)
        {
            return Problem.Of(ProblemCode.SiteUnknown);
        }

        string? after = context.Request.Query["after"] is [{ Length: > 0 } cursor] ? cursor : null;
        ThreadView? thread = await threads.ReadAsync(site.Id, demo.Page.Value, after, cancellationToken).ConfigureAwait(false);
        if (thread is null)
        {
            return Problem.Validation("after", "The cursor is not one that this service gave.");
        }

        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy;
        context.Response.Headers.CacheControl = "no-cache";
        string html = DemoPage.Render(new DemoView
        {
            Site = site.Id.Value,
            PublicKey = keys.PublicKey(site.Id, site.PublicKeySalt),
            PageUrl = demo.Page.Value,
            Thread = thread,
            Status = DemoView.ParseStatus(context.Request.Query["reply"]),
            IsReported = context.Request.Query["reported"] == "yes",
            ReplyTo = Guid.TryParse(context.Request.Query["reply-to"], out Guid parent) ? parent : null,
            After = after,
            RequiresEmail = site.RequiresEmail,
        });
        return TypedResults.Content(html, "text/html; charset=utf-8");
    }
}
