using Moderation.Contracts;
using Moderation.Intake;
using Moderation.Judging;
using Moderation.Pages;
using Moderation.Scoring;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Sites;

namespace Moderation.Server.Doors.Native;

/// <summary><c>POST /v1/score</c>: scores, verdict and reasons of texts. Stores nothing.</summary>
internal sealed class ScoreApi(CallerCheck callers, JudgeText judge)
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
        PageUrl? page = null;
        if (request.Page?.Url is { } url)
        {
            if (PageUrl.TryCanonicalise(ReplyText.Clean(url), out PageUrl canonical))
            {
                page = canonical;
            }
            else
            {
                errors["page.url"] = ["The page's url must be its absolute http or https address."];
            }
        }

        if (errors.Count > 0)
        {
            return Problem.Validation(errors);
        }

        ScoringInput[] texts = request.Items is { } items ? [.. items.Select(item => Input(item!.Text!, item.Author))] : [Input(request.Text!, request.Author)];
        IReadOnlyList<JudgedText> judged = await judge.HandleAsync(caller.Caller.Site.Id, page, texts, cancellationToken).ConfigureAwait(false);
        return request.Items is null
            ? TypedResults.Ok(ScoreAnswer.From(null, judged[0]))
            : TypedResults.Ok(new ScoreAnswers { Items = [.. judged.Zip(request.Items, (answer, item) => ScoreAnswer.From(item!.Id, answer))] });
    }

    private static ScoringInput Input(string text, AuthorDetails? author) => new() { Text = text, AuthorName = author?.Name, AuthorUrl = author?.Url };

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
}
