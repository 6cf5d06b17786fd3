using System.Text.Json.Serialization;
using Moderation.Judging;
using Moderation.Policies;

namespace Moderation.Server.Doors.Native;

/// <summary>What one text got. <c>items</c> stands alone when several were asked for.</summary>
internal sealed record ScoreAnswer
{
    /// <summary>The id of the item; absent for a single text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>A probability from 0 to 1 per category that the model offers.</summary>
    public required IReadOnlyDictionary<string, double> Scores { get; init; }

    /// <summary>What the site's policy concludes from the text alone.</summary>
    public required Verdict Verdict { get; init; }

    public required IReadOnlyList<ScoreReason> Reasons { get; init; }

    /// <summary>SHA-256 of the model.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>The version of the site's policy.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>The text with addresses, telephone and account numbers masked, as a proposal; absent when it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MaskedText { get; init; }

    public static ScoreAnswer From(string? id, JudgedText judged) => new()
    {
        Id = id,
        Scores = judged.Scores,
        Verdict = judged.Judgement.Verdict,
        Reasons = [.. judged.Judgement.Reasons.Select(ScoreReason.From)],
        ModelVersion = judged.ModelVersion,
        PolicyVersion = judged.PolicyVersion,
        MaskedText = judged.MaskedText,
    };
}

/// <summary>Several answers, in the order of the items.</summary>
internal sealed record ScoreAnswers
{
    public required IReadOnlyList<ScoreAnswer> Items { get; init; }
}

/// <summary>One rule that matched.</summary>
internal sealed record ScoreReason
{
    /// <summary>A stable code, see <c>/docs/reasons</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The category whose score matched; null for other rules.</summary>
    public required string? Category { get; init; }

    /// <summary>The number of the rule in the policy's list; null for a note that decides nothing.</summary>
    public required int? Rule { get; init; }

    public required double? Score { get; init; }

    public required double? Threshold { get; init; }

    /// <summary>How many were counted, when a count is the reason.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Count { get; init; }

    /// <summary>The count from which on the rule acts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Limit { get; init; }

    /// <summary>The entry of the word list that is in the text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Matched { get; init; }

    /// <summary>The name of the word list.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? List { get; init; }

    /// <summary>The words that moved the score, or that the rule is about, in UTF-16 offsets of the text as sent.</summary>
    public required IReadOnlyList<ScoreSpan> Spans { get; init; }

    public static ScoreReason From(Reason reason) => new()
    {
        Code = reason.Code,
        Category = reason.Category,
        Rule = reason.Rule,
        Score = reason.Score,
        Threshold = reason.Threshold,
        Count = reason.Count,
        Limit = reason.Limit,
        Matched = reason.Matched,
        List = reason.List,
        Spans = [.. (reason.Spans ?? []).Select(span => new ScoreSpan(span.Start, span.End, span.Weight))],
    };
}

/// <summary>A stretch of the text and its part in the raw score; 0 where no score is involved.</summary>
internal sealed record ScoreSpan(int Start, int End, double Weight);
