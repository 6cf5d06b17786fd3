namespace Moderation.Server.ModeratorConsole;

/// <summary>
/// The headers of the console's pages. Scripts come from this service alone and never from a page; the component library sets styles on elements, which cannot read or send
/// anything. Nothing of the console is kept by a browser or a proxy.
/// </summary>
internal static class ConsoleHeaders
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private static readonly PathString[] Places = ["/moderate", "/admin", "/_blazor"];

    public static IApplicationBuilder UseConsoleHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (Array.Exists(Places, place => context.Request.Path.StartsWithSegments(place, StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.OnStarting(static state =>
            {
                ((HttpResponse)state).Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            }, context.Response);
        }

        return next(context);
    });
}
