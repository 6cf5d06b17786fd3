using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Moderation.Contracts;
using Moderation.Intake;
using Moderation.Pages;
using Moderation.Privacy;
using Moderation.Server.Demo;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Submissions;

namespace Moderation.Server.Doors.Native;

/// <summary>
/// <c>POST /v1/sites/{site}/replies</c> from a plain HTML form: the page works without JavaScript. The answer is 303 back to the page, with
/// <c>?reply=approved</c>, <c>waiting</c> or <c>refused</c>; a form that is not acceptable is shown again with what was typed and one sentence per field.
/// </summary>
internal sealed class PostReplyForm(PostReply replies, CallerCheck callers, DemoAddress demo)
{
    /// <summary>A reader is worth a short wait: most verdicts are there before the page is.</summary>
    private const int WaitSeconds = 3;

    public async Task<IResult> HandleAsync(HttpContext context, string site, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > PostReply.MaxBodyBytes)
        {
            return Problem.Of(ProblemCode.TooLarge);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = PostReply.MaxBodyBytes;
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            return Problem.Of(ProblemCode.Unreadable);
        }

        CallerResult caller = await callers.SubmitterAsync(context, site, form["key"].ToString(), cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        ReadReply read = ReplyForm.Read(name => Field(form, name)).Replies[0];
        SubmitReply reply = read.Reply;
        SubmitOutcome outcome = await replies.SubmitAsync(context, caller.Caller, read, SubmissionSource.Form, WaitSeconds, cancellationToken).ConfigureAwait(false);
        if (outcome.Refusal is not null)
        {
            return Refused(context, site, form, reply, outcome.Refusal);
        }

        return new SeeOther(BackTo(outcome));
    }

    /// <summary>The page the form named, without addresses, with the outcome and, for a comment that is there to be read, its place on the page.</summary>
    private string BackTo(SubmitOutcome outcome)
    {
        SubmissionState state = outcome.Decided?.State ?? SubmissionState.Received;
        string status = state switch
        {
            SubmissionState.Approved => "approved",
            SubmissionState.Received or SubmissionState.Flagged => "waiting",
            SubmissionState.Rejected or SubmissionState.Removed or SubmissionState.Erased => "refused",
        };
        Uri address = new(AddressMask.MaskUrl(outcome.Page.Value), UriKind.Absolute);

        // The page of this service is one page under many names (localhost, 127.0.0.1): whoever came by one of them stays there. Another name would be
        // another origin, to which the page's own policy forbids a form to lead.
        UriComponents parts = outcome.Page == demo.Page ? UriComponents.Path | UriComponents.KeepDelimiter : UriComponents.SchemeAndServer | UriComponents.Path;
        string bare = address.GetComponents(parts, UriFormat.UriEscaped);
        Dictionary<string, string?> query = [];
        foreach ((string name, StringValues values) in QueryHelpers.ParseQuery(address.Query))
        {
            if (name is not ("reply" or "reply-to"))
            {
                query[name] = values.ToString();
            }
        }

        query["reply"] = status;
        string fragment = state == SubmissionState.Approved ? $"#comment-{outcome.Key.Id}" : "#reply-status";
        return QueryHelpers.AddQueryString(bare, query) + fragment;
    }

    private static string? Field(IFormCollection form, string name)
    {
        string? value = form.TryGetValue(name, out StringValues values) ? values.ToString() : null;
        return name == "page" ? WithoutOutcome(value) : value;
    }

    /// <summary>A form on the page a reader was led back to may name that page with our own <c>?reply=</c> in it, which is no part of the page.</summary>
    private static string? WithoutOutcome(string? page)
    {
        int query = page?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (query < 0)
        {
            return page;
        }

        int fragment = page!.IndexOf('#', query);
        string parameters = fragment < 0 ? page[(query + 1)..] : page[(query + 1)..fragment];
        string kept = string.Join('&', parameters.Split('&').Where(parameter => parameter is not ("reply=approved" or "reply=waiting" or "reply=refused")));
        return kept.Length == 0 ? page[..query] : $"{page[..query]}?{kept}";
    }

    private static IResult Refused(HttpContext context, string site, IFormCollection form, SubmitReply reply, ProblemHttpResult problem)
    {
        bool wantsPage = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (!wantsPage)
        {
            return problem;
        }

        IReadOnlyDictionary<string, string[]> errors = problem.ProblemDetails.Extensions.TryGetValue("errors", out object? found) && found is IReadOnlyDictionary<string, string[]> named
            ? named
            : new Dictionary<string, string[]> { [""] = [problem.ProblemDetails.Title ?? ""] };
        // Like everything that leaves, what is shown again has its addresses masked: they would not be published anyway.
        string html = FormErrorPage.Render(new FormErrorView
        {
            Site = site,
            PublicKey = form["key"].ToString(),
            PageUrl = PageUrl.TryCanonicalise(reply.Page?.Url, out PageUrl page) ? AddressMask.MaskUrl(page.Value) : "",
            PageTitle = AddressMask.Mask(reply.Page?.Title),
            ParentId = Guid.TryParseExact(reply.ParentId, "D", out Guid parent) ? parent.ToString("D") : null,
            Name = AddressMask.Mask(reply.Author?.Name) ?? "",
            Website = AddressMask.MaskUrl(reply.Author?.Url) ?? "",
            Body = AddressMask.Mask(reply.Body) ?? "",
            IsPageClosed = problem.ProblemDetails.Extensions["code"] is string code && code == ProblemCode.PageClosed.Code,
            Errors = errors,
        });
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy;
        return TypedResults.Content(html, "text/html; charset=utf-8", statusCode: problem.StatusCode);
    }
}
