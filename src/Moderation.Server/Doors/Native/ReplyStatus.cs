using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Judging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Server.Problems;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Doors.Native;

/// <summary><c>GET</c> and <c>DELETE /v1/sites/{site}/replies/{id}</c>: see one submission and withdraw it.</summary>
internal sealed class ReplyStatus(ReplyAccess access, PageStore pages, WithdrawSubmission withdraw)
{
    public async Task<Results<Ok<ReplyStatusAnswer>, ProblemHttpResult>> GetAsync(HttpContext context, string site, string id, CancellationToken cancellationToken)
    {
        ReplyAccessResult found = await access.FindAsync(context, site, id, KeyRights.Read, cancellationToken).ConfigureAwait(false);
        if (found.Submission is null)
        {
            return PostReply.Refuse(context, found.Refusal!);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await AnswerAsync(found.Submission, cancellationToken).ConfigureAwait(false));
    }

    public async Task<Results<Ok<ReplyStatusAnswer>, ProblemHttpResult>> DeleteAsync(HttpContext context, string site, string id, CancellationToken cancellationToken)
    {
        ReplyAccessResult found = await access.FindAsync(context, site, id, KeyRights.Submit, cancellationToken).ConfigureAwait(false);
        if (found.Submission is null)
        {
            return PostReply.Refuse(context, found.Refusal!);
        }

        WithdrawResult result = await withdraw.HandleAsync(found.Submission.Key, found.IsAuthor ? "author" : "site", cancellationToken).ConfigureAwait(false);
        return result.Submission is null
            ? Problem.Of(ProblemCode.StateConflict)
            : TypedResults.Ok(await AnswerAsync(result.Submission, cancellationToken).ConfigureAwait(false));
    }

    private async Task<ReplyStatusAnswer> AnswerAsync(Submission row, CancellationToken cancellationToken)
    {
        Page? page = (await pages.FindManyAsync([row.PageId], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(row.PageId);
        return new ReplyStatusAnswer
        {
            Id = row.Key.Id.Value,
            State = row.State,
            Verdict = row.Verdict,
            Reasons = StoredReasons.Codes(row.ReasonsJson),
            Page = page is null ? null : new PageAnswer { Url = AddressMask.MaskUrl(page.Url) ?? "", Id = AddressMask.Mask(page.ExternalId), Title = AddressMask.Mask(page.Title) },
            ParentId = row.ParentId?.Value,
            Author = new AuthorAnswer { Name = AddressMask.Mask(row.AuthorName) ?? "", Url = AddressMask.MaskUrl(row.AuthorUrl) },
            Body = AddressMask.Mask(row.Body) ?? "",
            SubmittedAt = row.SubmittedAt,
            DecidedAt = row.DecidedAt,
        };
    }
}

/// <summary>One submission as its author or its website sees it. No member is derived from an address.</summary>
internal sealed record ReplyStatusAnswer
{
    public required Guid Id { get; init; }

    public required SubmissionState State { get; init; }

    /// <summary>What the policy concluded; null before it was judged.</summary>
    public required Verdict? Verdict { get; init; }

    /// <summary>Stable codes, see <c>/docs/reasons</c>.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public required PageAnswer? Page { get; init; }

    public required Guid? ParentId { get; init; }

    public required AuthorAnswer Author { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required DateTimeOffset? DecidedAt { get; init; }
}

/// <summary>A page in an answer.</summary>
internal sealed record PageAnswer
{
    public required string Url { get; init; }

    public string? Id { get; init; }

    public required string? Title { get; init; }
}

/// <summary>An author in an answer: what the author chose to show.</summary>
internal sealed record AuthorAnswer
{
    public required string Name { get; init; }

    public required string? Url { get; init; }
}
