using System.Globalization;
using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>The rows of the decision table that look for things in the text, and at how and how often it was sent.</summary>
internal static class TextChecks
{
    private const int MaxSpans = 8;

    /// <summary>Row 5. A reason for each entry, so that a list that is too eager can be mended; the sternest list decides.</summary>
    public static Verdict? Words(RuleInput input, List<Reason> reasons)
    {
        if (input.Evidence.Words.Count == 0)
        {
            return null;
        }

        reasons.AddRange(ReasonsOf(input.Evidence.Words));
        return input.Evidence.Words.Max(match => match.Action);
    }

    /// <summary>One reason for each entry that was found, those of lists that reject first.</summary>
    internal static IEnumerable<Reason> ReasonsOf(IReadOnlyList<WordMatch> words) => words
        .GroupBy(match => (match.List, match.Entry, match.Action))
        .OrderByDescending(entry => entry.Key.Action).ThenBy(entry => entry.Key.List, StringComparer.Ordinal).ThenBy(entry => entry.Key.Entry, StringComparer.Ordinal)
        .Select(entry => new Reason
        {
            Code = ReasonCodes.WordList,
            Rule = 5,
            List = entry.Key.List,
            Matched = entry.Key.Entry,
            Spans = [.. entry.OrderBy(match => match.Start).Take(MaxSpans).Select(match => new ReasonSpan(match.Start, match.End, 0))],
        });

    /// <summary>Row 12. A domain nobody has linked to yet is a note unless the site chose otherwise: on a young site that is every domain.</summary>
    public static Verdict? Links(RuleInput input, List<Reason> reasons)
    {
        if (input.Evidence.IsAuthorTrusted || input.Evidence.Links.Count == 0)
        {
            return null;
        }

        Policy policy = input.Policy;
        bool isFlagged = AddLinks(input, reasons, ReasonCodes.Links, LinkKinds.None, policy.MaxLinks);
        isFlagged |= AddLinks(input, reasons, ReasonCodes.LinkShortener, LinkKinds.Shortener, 1) && policy.FlagsShorteners;
        isFlagged |= AddLinks(input, reasons, ReasonCodes.LinkPunycode, LinkKinds.Punycode, 1) && policy.FlagsPunycode;
        isFlagged |= AddLinks(input, reasons, ReasonCodes.LinkUnseen, LinkKinds.Unseen, 1) && policy.FlagsUnseenDomains;
        return isFlagged ? Verdict.Flag : null;
    }

    /// <summary>Row 13.</summary>
    public static Verdict? Circumstances(RuleInput input, List<Reason> reasons)
    {
        Evidence evidence = input.Evidence;
        DuplicateLimits duplicates = input.Policy.Duplicates;
        FloodLimits flood = input.Policy.Flood;
        int before = reasons.Count;
        AddCount(reasons, ReasonCodes.Duplicate, evidence.SameTextOnPage, 1);
        if (!AddCount(reasons, ReasonCodes.Campaign, evidence.PagesWithSameText, duplicates.CampaignPages))
        {
            AddCount(reasons, ReasonCodes.Campaign, evidence.NamesWithSameText, duplicates.CampaignNames);
        }

        if (!AddCount(reasons, ReasonCodes.FloodAuthor, evidence.AuthorInBurst, flood.AuthorBurst))
        {
            AddCount(reasons, ReasonCodes.FloodAuthor, evidence.AuthorInWindow, flood.AuthorMost);
        }

        if (evidence.RejectedCampaign is { } number)
        {
            reasons.Add(new Reason { Code = ReasonCodes.CampaignRejected, Rule = 13, Matched = number.ToString(CultureInfo.InvariantCulture) });
        }

        AddCount(reasons, ReasonCodes.FloodNetwork, evidence.NetworkInWindow, flood.NetworkMost);
        if (evidence.Honeypot)
        {
            reasons.Add(new Reason { Code = ReasonCodes.Honeypot, Rule = 13 });
        }

        if (evidence.Scores?.Evasion >= input.Policy.EvasionThreshold)
        {
            reasons.Add(new Reason
            {
                Code = ReasonCodes.Evasion,
                Rule = 13,
                Score = evidence.Scores.Evasion,
                Threshold = input.Policy.EvasionThreshold,
            });
        }

        bool isFlagged = reasons.Count > before;
        AddPersonalData(evidence.PersonalData, reasons);
        return isFlagged || (evidence.PersonalData.Count > 0 && input.Policy.FlagsPersonalData) ? Verdict.Flag : null;
    }

    /// <summary>More links than the site allows an author who is not trusted.</summary>
    internal static bool HasManyLinks(RuleInput input) =>
        input.Evidence.Links.Count >= input.Policy.MaxLinks && !input.Evidence.IsAuthorTrusted;

    private static bool AddLinks(RuleInput input, List<Reason> reasons, string code, LinkKinds kind, int limit)
    {
        LinkSpan[] links = [.. input.Evidence.Links.Where(link => (link.Kinds & kind) == kind)];
        if (links.Length < limit)
        {
            return false;
        }

        reasons.Add(new Reason
        {
            Code = code,
            Rule = 12,
            Count = links.Length,
            Limit = limit,
            Spans = [.. links.Take(MaxSpans).Select(link => new ReasonSpan(link.Start, link.End, 0))],
        });
        return true;
    }

    private static void AddPersonalData(IReadOnlyList<PersonalDataSpan> found, List<Reason> reasons)
    {
        foreach (IGrouping<PersonalDataKind, PersonalDataSpan> kind in found.GroupBy(span => span.Kind).OrderBy(kind => kind.Key))
        {
            reasons.Add(new Reason
            {
                Code = ReasonCodes.PersonalDataOf(kind.Key),
                Rule = 13,
                Count = kind.Count(),
                Limit = 1,
                Spans = [.. kind.Take(MaxSpans).Select(span => new ReasonSpan(span.Start, span.End, 0))],
            });
        }
    }

    private static bool AddCount(List<Reason> reasons, string code, int count, int limit)
    {
        if (count < limit)
        {
            return false;
        }

        reasons.Add(new Reason { Code = code, Rule = 13, Count = count, Limit = limit });
        return true;
    }
}
