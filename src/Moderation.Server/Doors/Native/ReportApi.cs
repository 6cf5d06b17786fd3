using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Moderation.Intake;
using Moderation.Pages;
using Moderation.Privacy;
using Moderation.Reports;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Submissions;

namespace Moderation.Server.Doors.Native;

/// <summary><c>POST /v1/sites/{site}/replies/{id}/reports</c>: a reader complains about a comment. Nothing tells who else did.</summary>
internal sealed class ReportApi(CallerCheck callers, ReceiveReport reports, SubmissionStore submissions, PageStore pages)
{
    private const int MaxBodyBytes = 16 * 1024;

    public async Task<IResult> HandleAsync(HttpContext context, string site, string id, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        IFormCollection? form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken).ConfigureAwait(false) : null;
        CallerResult caller = await callers.SubmitterAsync(context, site, form?["key"].ToString(), cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        ReportBody wanted;
        if (form is null)
        {
            JsonBodyResult<ReportBody> body = await JsonBody.ReadAsync<ReportBody>(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
            if (body.Value is not { } read)
            {
                return body.Refusal!;
            }

            wanted = read;
        }
        else
        {
            wanted = new ReportBody { Reason = form["reason"], Note = StringValues.IsNullOrEmpty(form["note"]) ? null : form["note"].ToString() };
        }

        Dictionary<string, string[]> errors = Check(wanted, out IPAddress? named);
        if (errors.Count > 0)
        {
            return Problem.Validation(errors);
        }

        if (!Guid.TryParseExact(id, "D", out Guid value))
        {
            return Problem.Of(ProblemCode.ReplyUnknown);
        }

        ReportRequest request = new()
        {
            Key = new SubmissionKey(caller.Caller.Site.Id, new SubmissionId(value)),
            Reason = wanted.Reason!,
            Note = wanted.Note is null ? null : ReplyText.Clean(wanted.Note),
            Network = caller.Caller.IsServer ? named : context.Connection.RemoteIpAddress,
        };
        return await reports.HandleAsync(request, cancellationToken).ConfigureAwait(false) switch
        {
            ReportOutcome.Received when form is not null => new SeeOther(await BackToAsync(request.Key, cancellationToken).ConfigureAwait(false)),
            ReportOutcome.Received => TypedResults.Accepted((string?)null, new ReportAnswer { Id = value, Received = true }),
            ReportOutcome.Unknown => Problem.Of(ProblemCode.ReplyUnknown),
            ReportOutcome.TooMany => PostReply.Refuse(context, new CallerResult(ProblemCode.TooMany, 3_600)),
        };
    }

    private static Dictionary<string, string[]> Check(ReportBody wanted, out IPAddress? named)
    {
        Dictionary<string, string[]> errors = [];
        named = null;
        if (!ReportReason.IsKnown(wanted.Reason))
        {
            errors["reason"] = [$"The reason must be {string.Join(", ", ReportReason.All.Select(reason => reason.Code))}."];
        }

        if (wanted.Note?.Length > ReportRequest.MaxNoteChars)
        {
            errors["note"] = [$"The note must have at most {ReportRequest.MaxNoteChars} characters."];
        }

        if (wanted.Client?.Ip is { } ip && !IPAddress.TryParse(ip, out named))
        {
            errors["client.ip"] = ["client.ip must be an IPv4 or IPv6 address."];
        }

        return errors;
    }

    /// <summary>The page the comment stands on, as the store knows it: nobody is led elsewhere by a form.</summary>
    private async Task<string> BackToAsync(SubmissionKey key, CancellationToken cancellationToken)
    {
        Submission? row = await submissions.FindAsync(key, cancellationToken).ConfigureAwait(false);
        Page? page = row is null ? null : (await pages.FindManyAsync([row.PageId], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(row.PageId);
        string url = AddressMask.MaskUrl(page?.Url ?? "/");
        return $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}reported=yes";
    }
}

/// <summary>A reader's complaint.</summary>
internal sealed record ReportBody
{
    /// <summary><c>abusive</c>, <c>hate</c>, <c>threat</c>, <c>spam</c>, <c>personal</c>, <c>illegal</c>, <c>irrelevant</c> or <c>other</c>. Required.</summary>
    public string? Reason { get; init; }

    /// <summary>The reader's own words, for moderators alone; addresses in it are masked.</summary>
    public string? Note { get; init; }

    /// <summary>About the reader; only a website's own server says so.</summary>
    public ReportClient? Client { get; init; }
}

/// <summary>Where the reader is.</summary>
internal sealed record ReportClient
{
    /// <summary>The reader's address; kept as keyed hashes of its network.</summary>
    public string? Ip { get; init; }
}

/// <summary>That a report was received, be it the first or not.</summary>
internal sealed record ReportAnswer
{
    public required Guid Id { get; init; }

    public required bool Received { get; init; }
}
