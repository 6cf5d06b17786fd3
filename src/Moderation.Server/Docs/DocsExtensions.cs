using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Policies;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Scalar.AspNetCore;

namespace Moderation.Server.Docs;

/// <summary><c>/openapi/v1.json</c>, a page to read it at <c>/docs</c>, and the tables of error and reason codes. All served from this process.</summary>
internal static class DocsExtensions
{
    /// <summary>The reference page is an application of its own with inline styles and start-up script; nothing of it comes from another host.</summary>
    private const string ReferencePolicy = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static IServiceCollection AddApiDocs(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer<ApiDescription>();
            options.AddOperationTransformer<ApiExamples>();
        });

    public static void MapApiDocs(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/docs", scalar => scalar
                .WithTitle("Moderation API")
                .WithOpenApiRoutePattern("/openapi/v1.json")
                // Nothing on the page leads to another host: no fonts, agents, telemetry or tools of its maker.
                .DisableDefaultFonts()
                .DisableAgent()
                .DisableMcp()
                .DisableTelemetry()
                .HideDeveloperTools()
                .HideClientButton()
                .WithProxy(""))
            .AddEndpointFilter((context, next) =>
            {
                context.HttpContext.Response.Headers.ContentSecurityPolicy = ReferencePolicy;
                return next(context);
            })
            .ExcludeFromDescription();
        app.MapGet("/docs/errors", (HttpContext context) => Table(context, "Error codes", ["code", "status", "meaning"], ProblemCode.All.Select(code => new[] { code.Code, code.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), code.Title })))
            .ExcludeFromDescription();
        app.MapGet("/docs/reasons", (HttpContext context) => Table(context, "Reason codes", ["code", "meaning"], ReasonCodes.All.Select(code => new[] { code, ReasonCodes.SentenceOf(code) })))
            .ExcludeFromDescription();
    }

    private static ContentHttpResult Table(HttpContext context, string title, string[] columns, IEnumerable<string[]> rows)
    {
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy;
        return TypedResults.Content(CodeTablePage.Render(title, columns, rows), "text/html; charset=utf-8");
    }
}
