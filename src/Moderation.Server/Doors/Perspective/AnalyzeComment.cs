using System.Text.Json.Nodes;
using Moderation.Models;
using Moderation.Scales;
using Moderation.Scoring;
using Moderation.Scoring.Scales;
using Moderation.Server.Security;
using Moderation.Sites;

namespace Moderation.Server.Doors.Perspective;

/// <summary>
/// <c>comments:analyze</c>: the scores of a text on Perspective's scale. Stores nothing, whatever <c>doNotStore</c> says: a client asks while somebody is still typing, and
/// what is asked about is no submission.
/// </summary>
internal sealed class AnalyzeComment(CallerCheck callers, IScorer scorer, SiteScales scales)
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        PerspectiveCall<AnalyzeRequest> call = await PerspectiveCall.ReadAsync(context, callers, PerspectiveJson.Default.AnalyzeRequest, cancellationToken).ConfigureAwait(false);
        if (call is not { Key: { } key, Request: { } request })
        {
            return call.Error!.ToResult();
        }

        List<AskedAttribute> asked = [];
        List<string> unsupported = [];
        GoogleError? wrong = RequestCheck.Comment(request.Comment, request.Context)
            ?? RequestCheck.Attributes(request.RequestedAttributes, key.Options.HasFlag(KeyOptions.LenientAttributes), asked, unsupported);
        if (wrong is not null)
        {
            return wrong.ToResult();
        }

        string text = request.Comment!.Text!;
        ScoreResult score = scorer.Score(key.Site, new ScoringInput { Text = text });
        IReadOnlyList<string> named = CommentLanguages.Named(request.Languages);
        string detected = CommentLanguages.Detect(text, score.Scored);
        if (key.Options.HasFlag(KeyOptions.StrictLanguage) && CommentLanguages.Refuse(asked.Count > 0 ? asked[0].Name : "TOXICITY", named, detected) is { } foreign)
        {
            return foreign.ToResult();
        }

        SiteScale scale = await scales.CurrentAsync(key.Site, cancellationToken).ConfigureAwait(false);
        JsonObject attributes = [];
        foreach (AskedAttribute one in asked)
        {
            if (score.Scored[one.Attribute.Category] is not { } probability || scale.Find(one.Attribute.Name) is not { } map)
            {
                // The model that scores now has not learnt it.
                if (!key.Options.HasFlag(KeyOptions.LenientAttributes))
                {
                    return RequestCheck.Unknown(one.Name).ToResult();
                }

                unsupported.Add(one.Name);
            }
            else if (Scores(text, score, one, map, map.Apply(probability), request.SpanAnnotations == true) is { Count: > 0 } shown)
            {
                attributes[one.Name] = shown;
            }
        }

        context.Response.Headers["X-Moderation-Model"] = score.ModelVersion;
        return new PerspectiveAnswer(StatusCodes.Status200OK, Answer(request, attributes, named, detected, unsupported));
    }

    private static JsonObject Scores(string text, ScoreResult score, AskedAttribute asked, ScaleMap map, double summary, bool inSentences)
    {
        JsonArray spans = [];
        if (inSentences)
        {
            IReadOnlyList<(int Start, int End)> sentences = Sentences.Of(text);
            IReadOnlyList<double> values = score.ScoreParts(asked.Attribute.Category, sentences);
            for (int index = 0; index < values.Count; index++)
            {
                Add(spans, sentences[index].Start, sentences[index].End, map.Apply(values[index]), asked.Threshold);
            }
        }
        else
        {
            Add(spans, 0, text.Length, summary, asked.Threshold);
        }

        JsonObject shown = [];
        if (spans.Count > 0)
        {
            shown["spanScores"] = spans;
        }

        if (summary >= asked.Threshold)
        {
            shown["summaryScore"] = Score(summary);
        }

        return shown;
    }

    private static void Add(JsonArray spans, int begin, int end, double value, double threshold)
    {
        if (value >= threshold)
        {
            spans.Add((JsonNode)new JsonObject { ["begin"] = begin, ["end"] = end, ["score"] = Score(value) });
        }
    }

    private static JsonObject Score(double value) => new() { ["value"] = value, ["type"] = "PROBABILITY" };

    private static JsonObject Answer(AnalyzeRequest request, JsonObject attributes, IReadOnlyList<string> named, string detected, List<string> unsupported)
    {
        JsonObject answer = new()
        {
            ["attributeScores"] = attributes,
            ["languages"] = Texts(named.Count > 0 ? named : [CommentLanguages.OfModel]),
            ["detectedLanguages"] = Texts([detected]),
        };
        if (request.ClientToken is { } token)
        {
            answer["clientToken"] = token;
        }

        JsonObject ours = [];
        if (!CommentLanguages.IsOfModel(detected))
        {
            ours["languageFallback"] = true;
        }

        if (unsupported.Count > 0)
        {
            ours["unsupportedAttributes"] = Texts(unsupported);
        }

        if (ours.Count > 0)
        {
            answer["x_moderation"] = ours;
        }

        return answer;
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
