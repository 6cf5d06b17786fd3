using Moderation.Contracts;
using Moderation.Judging;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Sites;

namespace Moderation.Server.Doors.Native;

/// <summary><c>POST /v1/score</c>: scores, verdict and reasons of texts. Stores nothing.</summary>
internal sealed class ScoreApi(CallerCheck callers, TextJudge judge, SitePolicies policies)
{
    /// <summary>A hundred texts of 20,000 characters.</summary>
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        CallerResult caller = await callers.ApiKeyAsync(context, Door.Native, KeyRights.Submit, cancellationToken).ConfigureAwait(false);
        if (caller.Caller is null)
        {
            return PostReply.Refuse(context, caller);
        }

        JsonBodyResult<ScoreRequest> body = await JsonBody.ReadAsync<ScoreRequest>(context.Request, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Value is not { } request)
        {
            return body.Refusal!;
        }

        Dictionary<string, string[]> errors = Check(request);
        if (errors.Count > 0)
        {
            return Problem.Validation(errors);
        }

        SitePolicy policy = await policies.CurrentAsync(caller.Caller.Site.Id, cancellationToken).ConfigureAwait(false);
        return request.Items is { } items
            ? TypedResults.Ok(new ScoreAnswers { Items = [.. items.Select(item => Answer(item!.Id, item.Text!, item.Author, policy))] })
            : TypedResults.Ok(Answer(null, request.Text!, request.Author, policy));
    }

    private static Dictionary<string, string[]> Check(ScoreRequest request)
    {
        Dictionary<string, string[]> errors = [];
        if (request.Items is null)
        {
            if (request.Text is null)
            {
                errors["text"] = ["The text is required, or items."];
            }

            return errors;
        }

        if (request.Text is not null)
        {
            errors["items"] = ["A request has either text or items."];
        }
        else if (request.Items.Count is 0 or > ScoreRequest.MaxItems)
        {
            errors["items"] = [$"A request has 1 to {ScoreRequest.MaxItems} items."];
        }

        for (int i = 0; i < request.Items.Count && errors.Count < ScoreRequest.MaxItems; i++)
        {
            if (request.Items[i]?.Text is null)
            {
                errors[$"items[{i}].text"] = ["The text is required."];
            }
        }

        return errors;
    }

    private ScoreAnswer Answer(string? id, string text, AuthorDetails? author, SitePolicy policy)
    {
        JudgedText judged = judge.Judge(new ScoringInput { Text = text, AuthorName = author?.Name, AuthorUrl = author?.Url }, policy);
        return new ScoreAnswer
        {
            Id = id,
            Scores = judged.Scores,
            Verdict = judged.Judgement.Verdict,
            Reasons = [.. judged.Judgement.Reasons.Select(reason => new ScoreReason
            {
                Code = reason.Code,
                Category = reason.Category,
                Rule = reason.Rule,
                Score = reason.Score,
                Threshold = reason.Threshold,
                Spans = [.. (reason.Spans ?? []).Select(span => new ScoreSpan(span.Start, span.End, span.Weight))],
            })],
            ModelVersion = judged.ModelVersion,
            PolicyVersion = policy.Version,
        };
    }
}
