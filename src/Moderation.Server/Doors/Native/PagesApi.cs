using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Intake;
using Moderation.Pages;
using Moderation.Review;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Sites;
using Moderation.Time;

namespace Moderation.Server.Doors.Native;

/// <summary><c>GET</c> and <c>PUT /v1/sites/{site}/pages?url=</c>: what a page accepts and shows.</summary>
internal sealed class PagesApi(CallerCheck callers, PageStore pages, SetPage setPage, TimeProvider clock)
{
    private const int MaxBodyBytes = 64 * 1024;

    public async Task<Results<Ok<PageSettingsAnswer>, ProblemHttpResult>> GetAsync(HttpContext context, string site, string? url, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.ApiKeyAsync(context, site, Door.Native, KeyRights.Pages, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        if (!TryRead(url, out PageUrl canonical))
        {
            return NoAddress();
        }

        context.Response.Headers.CacheControl = "no-store";
        Page? page = await pages.FindByUrlAsync(caller.Caller.Site.Id, canonical.Value, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(page is null ? PageSettingsAnswer.Unknown(canonical) : PageSettingsAnswer.From(page, clock.UtcNowMicros()));
    }

    public async Task<Results<Ok<PageSettingsAnswer>, ProblemHttpResult>> PutAsync(HttpContext context, string site, string? url, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.LiveKeyAsync(context, site, KeyRights.Pages, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        if (!TryRead(url, out PageUrl canonical))
        {
            return NoAddress();
        }

        JsonBodyResult<PageBody> body = await JsonBody.ReadAsync<PageBody>(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        Dictionary<string, string[]> errors = wanted.Check();
        if (errors.Count > 0)
        {
            return Problem.Validation(errors);
        }

        PageSettings settings = new()
        {
            Page = new PageReferenceToResolve
            {
                Url = canonical.Value,
                ExternalId = wanted.Id is null ? null : ReplyText.CleanLine(wanted.Id),
                Title = wanted.Title is null ? null : ReplyText.CleanLine(wanted.Title),
            },
            Mode = PageBody.ParseMode(wanted.Mode),
            HasClosesAt = wanted.HasClosesAt,
            ClosesAt = wanted.ClosesAt,
            Actor = "site",
        };
        Page page = await setPage.HandleAsync(caller.Caller.Site.Id, settings, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(PageSettingsAnswer.From(page, clock.UtcNowMicros()));
    }

    private static bool TryRead(string? url, out PageUrl canonical)
    {
        canonical = default;
        return url is not null && PageUrl.TryCanonicalise(ReplyText.Clean(url), out canonical);
    }

    private static ProblemHttpResult NoAddress() => Problem.Validation("url", "The url must be the page's absolute http or https address of at most 2,048 characters.");
}
