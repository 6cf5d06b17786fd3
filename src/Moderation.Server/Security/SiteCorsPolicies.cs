using Microsoft.AspNetCore.Cors.Infrastructure;
using Moderation.Sites;

namespace Moderation.Server.Security;

/// <summary>
/// Which pages' scripts may talk to the service. Public reads: every page. Posting and an author's own submissions: the origins that the site allows.
/// Credentials are never allowed: keys and tokens travel in headers.
/// </summary>
internal sealed class SiteCorsPolicies(SiteStore sites) : ICorsPolicyProvider
{
    public const string PublicRead = "public-read";

    public const string Site = "site";

    private static readonly CorsPolicy ReadPolicy = new CorsPolicyBuilder().AllowAnyOrigin().WithMethods("GET").WithHeaders("If-None-Match").WithExposedHeaders("ETag").Build();

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName == PublicRead)
        {
            return ReadPolicy;
        }

        bool isSite = SiteId.TryParse(context.GetRouteValue("site") as string, out SiteId id);
        Site? site = policyName == Site && isSite ? await sites.FindAsync(id, context.RequestAborted).ConfigureAwait(false) : null;
        return site is null
            ? null
            : new CorsPolicyBuilder([.. site.AllowedOrigins])
                .WithMethods("GET", "POST", "DELETE")
                .WithHeaders("Authorization", "Content-Type", "X-Site-Key")
                .WithExposedHeaders("Location", "Retry-After")
                .SetPreflightMaxAge(TimeSpan.FromMinutes(10))
                .Build();
    }
}
