using System.Text.Json.Nodes;
using Moderation.Feedback;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Server.Security;
using Moderation.Sites;

namespace Moderation.Server.Doors.Perspective;

/// <summary>
/// <c>comments:suggestscore</c>: what a client's moderators decided about a text. It is kept as outside feedback, which is evidence of little weight and never truth; of the text
/// only a digest, unless the key has texts kept.
/// </summary>
internal sealed class SuggestScore(CallerCheck callers, RecordFeedback feedback, IScorer scorer)
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        PerspectiveCall<SuggestRequest> call = await PerspectiveCall.ReadAsync(context, callers, PerspectiveJson.Default.SuggestRequest, cancellationToken).ConfigureAwait(false);
        if (call is not { Key: { } key, Request: { } request })
        {
            return call.Error!.ToResult();
        }

        Dictionary<Category, double> values = [];
        GoogleError? wrong = RequestCheck.Comment(request.Comment, request.Context)
            ?? RequestCheck.Suggested(request.AttributeScores, key.Options.HasFlag(KeyOptions.LenientAttributes), values);
        if (wrong is not null)
        {
            return wrong.ToResult();
        }

        string text = request.Comment!.Text!;
        if (values.Count > 0)
        {
            await feedback.HandleAsync(new FeedbackNote { Key = key, Door = Door.Perspective, Text = text, Values = values }, cancellationToken).ConfigureAwait(false);
        }

        return new PerspectiveAnswer(StatusCodes.Status200OK, Answer(request, Detect(key.Site, text)));
    }

    private static JsonObject Answer(SuggestRequest request, string? detected)
    {
        JsonObject answer = [];
        if (request.ClientToken is { } token)
        {
            answer["clientToken"] = token;
        }

        if (detected is not null)
        {
            answer["detectedLanguages"] = new JsonArray(detected);
        }

        if (CommentLanguages.Named(request.Languages) is { Count: > 0 } named)
        {
            answer["requestedLanguages"] = new JsonArray([.. named.Select(language => JsonValue.Create(language))]);
        }

        return answer;
    }

    /// <summary>What was decided is kept also while nothing can be scored; then nobody knows the language.</summary>
    private string? Detect(SiteId site, string text)
    {
        try
        {
            return CommentLanguages.Detect(text, scorer.Score(site, new ScoringInput { Text = text }).Scored);
        }
        catch (ScorerUnavailableException)
        {
            return null;
        }
    }
}
