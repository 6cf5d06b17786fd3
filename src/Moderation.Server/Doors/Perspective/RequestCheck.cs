using System.Text;
using System.Text.RegularExpressions;
using Moderation.Scoring;
using Moderation.Scoring.Scales;

namespace Moderation.Server.Doors.Perspective;

/// <summary>What Google would refuse, in its order and words. Pure.</summary>
internal static partial class RequestCheck
{
    /// <summary>The longest text, in bytes of UTF-8.</summary>
    public const int MaxTextBytes = 20_480;

    private const string PlainText = "PLAIN_TEXT";

    private const string Probability = "PROBABILITY";

    private static readonly string[] ScoreTypes = ["SCORE_TYPE_UNSPECIFIED", Probability, "STD_DEV_SCORE", "PERCENTILE", "RAW"];

    [GeneratedRegex("^[A-Z][A-Z0-9_]{0,63}$")]
    private static partial Regex AttributeName();

    /// <summary>The text and the context of any request; null when nothing is wrong.</summary>
    public static GoogleError? Comment(CommentText? comment, CommentContext? context)
    {
        if (string.IsNullOrEmpty(comment?.Text))
        {
            return GoogleError.Comment("Comment must be non-empty.", "COMMENT_EMPTY");
        }

        if (Type(comment) is { } wrongType)
        {
            return wrongType;
        }

        if (Encoding.UTF8.GetByteCount(comment.Text) > MaxTextBytes)
        {
            return GoogleError.Comment("Comment text too long.", "COMMENT_TOO_LONG");
        }

        if (context is { Entries.Count: > 0, ArticleAndParentComment: not null })
        {
            return GoogleError.Comment("Context can have either entries or article_and_parent_comment, but both fields were populated.", "INVALID_REQUEST");
        }

        return context?.Entries?.Select(entry => Type(entry)).FirstOrDefault(wrong => wrong is not null);
    }

    /// <summary>The attributes asked for, each with what scores it; those that are not scored here in a list of their own when the caller is lenient.</summary>
    public static GoogleError? Attributes(Dictionary<string, AttributeRequest?>? requested, bool isLenient, List<AskedAttribute> asked, List<string> unsupported)
    {
        if (requested is not { Count: > 0 })
        {
            return GoogleError.Comment("Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES");
        }

        foreach ((string name, AttributeRequest? how) in requested)
        {
            if (ScaleAttributes.Find(name) is not { } attribute)
            {
                if (!isLenient)
                {
                    return Unknown(name);
                }

                unsupported.Add(Shown(name));
                continue;
            }

            if (how?.ScoreType is { } type && type != Probability && type != ScoreTypes[0])
            {
                return GoogleError.Comment(
                    ScoreTypes.Contains(type) ? $"Requested score type {type} is not supported by attribute {name}" : $"Unknown score type requested of attribute {name}", "INVALID_REQUEST");
            }

            asked.Add(new AskedAttribute(name, attribute, how?.ScoreThreshold ?? 0));
        }

        return null;
    }

    /// <summary>What is said of each attribute; of several that one category scores the highest counts, and spans add nothing to a summary.</summary>
    public static GoogleError? Suggested(Dictionary<string, SuggestedScores?>? given, bool isLenient, Dictionary<Category, double> values)
    {
        if (given is not { Count: > 0 })
        {
            return GoogleError.Comment("Missing attribute_scores", "INVALID_REQUEST");
        }

        foreach ((string name, SuggestedScores? scores) in given)
        {
            if (ScaleAttributes.Find(name) is not { } attribute)
            {
                if (!isLenient)
                {
                    return Unknown(name);
                }
            }
            else if (scores?.SummaryScore is { } summary)
            {
                if (summary is not { Value: >= 0 and <= 1, Type: null or Probability or "SCORE_TYPE_UNSPECIFIED" })
                {
                    return GoogleError.Comment($"The score of {name} is not a probability from 0 to 1", "INVALID_REQUEST");
                }

                values[attribute.Category] = Math.Max(values.GetValueOrDefault(attribute.Category), summary.Value.Value);
            }
        }

        return null;
    }

    public static GoogleError Unknown(string name) => GoogleError.Comment($"Unknown requested attribute: {Shown(name)}", "INVALID_REQUEST");

    /// <summary>A name that looks like one; anything else could be anything.</summary>
    private static string Shown(string name) => AttributeName().IsMatch(name) ? name : "(not a name)";

    private static GoogleError? Type(CommentText? text) => text?.Type switch
    {
        null or "" or PlainText or "TEXT_TYPE_UNSPECIFIED" => null,
        "HTML" => GoogleError.Comment("Currently, only 'PLAIN_TEXT' comments are supported", "INVALID_REQUEST"),
        _ => GoogleError.Comment("Unknown text type", "INVALID_REQUEST"),
    };
}

/// <summary>One attribute as it was asked for.</summary>
/// <param name="Name">The name that was asked for, a twin's included; the answer has it again.</param>
/// <param name="Attribute">What is scored for it.</param>
/// <param name="Threshold">Below it a score is left out.</param>
internal readonly record struct AskedAttribute(string Name, ScaleAttribute Attribute, double Threshold);
