using System.Globalization;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Search;

/// <summary>
/// Reads what was typed into the search field: words, "phrases" and operators such as <c>author:ana</c>, <c>state:flagged</c>, <c>spam&gt;0.8</c>. Whatever is typed is either understood or answered with a
/// sentence that names the operator; nothing of it ever becomes part of a statement. Pure.
/// </summary>
internal static class SearchParser
{
    /// <summary>The longest query.</summary>
    public const int MaxChars = 500;

    private const int MaxWords = 20;
    private const string ScoreName = "score";

    /// <summary>The operators, for help.</summary>
    public const string Operators = "author: page: domain: state: reason: score> spam> by: from: until:";

    /// <summary>The query, and what is wrong with it; with a problem nothing is looked for.</summary>
    public static (SearchQuery Query, IReadOnlyList<string> Problems) Parse(string? text)
    {
        // Half of a pair of surrogates is no text: neither an index nor a hash takes it.
        string typed = string.Concat((text ?? "").EnumerateRunes()).Replace('\0', ' ').Trim();
        if (typed.Length > MaxChars)
        {
            return (new SearchQuery(), [$"At most {MaxChars} characters can be searched for."]);
        }

        SearchQuery query = new();
        List<IReadOnlyList<string>> words = [];
        List<(Category?, double)> scores = [];
        List<string> problems = [];
        foreach ((string name, char sign, string value) in Parts(typed))
        {
            if (name.Length == 0)
            {
                IReadOnlyList<string> phrase = SearchWords.In(value);
                if (phrase.Count > 0)
                {
                    words.Add(phrase);
                }
            }
            else if (value.Length == 0)
            {
                problems.Add($"{name}{sign} needs something behind it.");
            }
            else if (sign == '>')
            {
                AddScore(name, value, scores, problems);
            }
            else
            {
                query = With(query, name, value, problems);
            }
        }

        if (words.Sum(phrase => phrase.Count) > MaxWords)
        {
            problems.Add($"At most {MaxWords} words can be searched for.");
        }

        return (query with { Words = words, Scores = scores }, problems);
    }

    private static SearchQuery With(SearchQuery query, string name, string value, List<string> problems)
    {
        switch (name)
        {
            case "author":
                return query with { Author = value };
            case "page":
                return query with { Page = value };
            case "by":
                return query with { By = value };
            case "email":
                return query with { Email = value };
            case "domain":
                if (LinkHost.Canonical(value) is { } host)
                {
                    return query with { Domain = host };
                }

                problems.Add("domain: needs a domain such as example.com.");
                return query;
            case "state":
                if (Enum.GetValues<SubmissionState>().Where(state => state.ToText().Equals(value, StringComparison.OrdinalIgnoreCase)).Select(state => (SubmissionState?)state).FirstOrDefault() is { } found)
                {
                    return query with { State = found };
                }

                problems.Add($"state: is one of {string.Join(", ", Enum.GetValues<SubmissionState>().Select(state => state.ToText()))}.");
                return query;
            case "reason":
                if (ReasonCodes.All.Contains(value.ToLowerInvariant()))
                {
                    return query with { Reason = value.ToLowerInvariant() };
                }

                problems.Add("reason: needs a code such as spam, links or campaign; a card's receipt shows them.");
                return query;
            default:
                if (DateTimeOffset.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset day) && day.Year is > 1 and < 9999)
                {
                    return name == "from" ? query with { From = day } : query with { Until = day.AddDays(1) };
                }

                problems.Add($"{name}: needs a day such as 2026-11-23.");
                return query;
        }
    }

    private static void AddScore(string name, string value, List<(Category?, double)> scores, List<string> problems)
    {
        if (!double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double least) || least is not (>= 0 and <= 1))
        {
            problems.Add($"{name}> needs a number from 0 to 1.");
        }
        else
        {
            scores.Add((name == ScoreName ? null : Categories.TryParse(name, out Category category) ? category : null, least));
        }
    }

    /// <summary>What is typed, in parts: a known operator with its value, or a word or phrase.</summary>
    private static IEnumerable<(string Name, char Sign, string Value)> Parts(string typed)
    {
        int at = 0;
        while (at < typed.Length)
        {
            if (char.IsWhiteSpace(typed[at]))
            {
                at++;
                continue;
            }

            int end = at;
            while (end < typed.Length && (char.IsAsciiLetter(typed[end]) || typed[end] == '_'))
            {
                end++;
            }

            string name = typed[at..end].ToLowerInvariant();
            bool isOperator = end < typed.Length && typed[end] is ':' or '>' && IsKnown(name, typed[end]);
            char sign = isOperator ? typed[end] : ' ';
            at = isOperator ? end + 1 : at;
            string value = Value(typed, ref at);
            yield return (isOperator ? name : "", sign, value);
        }
    }

    private static bool IsKnown(string name, char sign) => sign == '>'
        ? name == ScoreName || Categories.TryParse(name, out _)
        : name is "author" or "page" or "domain" or "state" or "reason" or "by" or "from" or "until" or "email";

    /// <summary>Up to the closing quote, or to the next space.</summary>
    private static string Value(string typed, ref int at)
    {
        bool isQuoted = at < typed.Length && typed[at] == '"';
        int start = isQuoted ? at + 1 : at;
        int end = start;
        while (end < typed.Length && (isQuoted ? typed[end] != '"' : !char.IsWhiteSpace(typed[end])))
        {
            end++;
        }

        at = isQuoted ? Math.Min(end + 1, typed.Length) : end;
        return typed[start..end].Trim();
    }
}
