using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Moderation.Comments;
using Moderation.Pages;
using Moderation.Server.Problems;
using Moderation.Sites;

namespace Moderation.Server.Doors.Native;

/// <summary><c>GET /v1/sites/{site}/threads?page=</c>: the comments of a page, for anyone.</summary>
internal sealed class ThreadsApi(ThreadReader threads, SiteStore sites, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    public async Task<IResult> HandleAsync(HttpContext context, string site, string? page, string? after, CancellationToken cancellationToken)
    {
        if (!SiteId.TryParse(site, out SiteId siteId) || await sites.FindAsync(siteId, cancellationToken).ConfigureAwait(false) is null)
        {
            return Problem.Of(ProblemCode.SiteUnknown);
        }

        if (!PageUrl.TryCanonicalise(page, out PageUrl canonical))
        {
            return Problem.Validation("page", "The page must be an absolute http or https address of at most 2,048 characters.");
        }

        ThreadView? thread = await threads.ReadAsync(siteId, canonical.Value, after, cancellationToken).ConfigureAwait(false);
        return thread is null
            ? Problem.Validation("after", "The cursor is not one that this service gave.")
            : CachedJson.Of(context, JsonSerializer.SerializeToUtf8Bytes(thread, json.Value.SerializerOptions));
    }
}

/// <summary>JSON with an entity tag: a reader who has it already gets 304.</summary>
internal static class CachedJson
{
    public static IResult Of(HttpContext context, byte[] body, string contentType = "application/json; charset=utf-8")
    {
        // Always asked again, so that a removed comment is gone at once; the tag makes asking cheap.
        context.Response.Headers.CacheControl = "no-cache";
        EntityTagHeaderValue tag = new('"' + Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16)) + '"');
        return TypedResults.Bytes(body, contentType, entityTag: tag);
    }
}
