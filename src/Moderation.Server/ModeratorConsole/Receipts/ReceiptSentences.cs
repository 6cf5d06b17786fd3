using System.Globalization;
using Moderation.Policies;
using Moderation.Review;
using Moderation.Scoring;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Receipts;

/// <summary>Brings verdicts, rules and trails into words. Pure.</summary>
internal static class ReceiptSentences
{
    /// <summary>Likely-to-reject counts only where the site's own model scored: then its reason, if it reached the threshold, is there.</summary>
    public static IReadOnlyList<ScoreBar> Bars(Scores? scores, Thresholds thresholds, IReadOnlyList<Reason> reasons) =>
    [
        .. Categories.All.Select(category => category switch
        {
            Category.Spam => new ScoreBar(Marker.TitleOf(category), ScoreOf(scores, category), thresholds.SpamFlag, thresholds.SpamReject),
            Category.LikelyToReject => new ScoreBar(Marker.TitleOf(category), ScoreOf(scores, category), reasons.FirstOrDefault(reason => reason.Code == ReasonCodes.Of(category))?.Threshold, null),
            _ => new ScoreBar(Marker.TitleOf(category), ScoreOf(scores, category), thresholds.AbuseFlag(category), thresholds.AbuseReject(category)),
        }),
    ];

    public static ReceiptRule Rule(Reason reason) => new(reason.Rule, ReasonCodes.SentenceOf(reason.Code), Numbers(reason));

    /// <summary>What would have to be otherwise. The rules are independent of each other, so that every one that matched has to fall away.</summary>
    public static string Flip(Submission submission, IReadOnlyList<Reason> reasons, Thresholds thresholds)
    {
        if (submission.Verdict is not { } verdict)
        {
            return "The policy has not judged it.";
        }

        if (verdict == Verdict.Approve)
        {
            return Nearest(submission.Scores, thresholds, reasons) is { } nearest ? $"The policy would have flagged it {nearest}." : "No score came near a threshold.";
        }

        string[] found = [.. reasons.Where(reason => reason.Rule is not null).GroupBy(reason => reason.Category ?? $"{reason.Code}/{reason.Matched}").Select(Least)];
        return found.Length == 0
            ? "The policy would conclude the same as long as the site's settings are as they are."
            : $"Without {(found.Length == 1 ? "this" : "all of these")} the policy would have approved it: {string.Join(", ", found)}.";
    }

    public static IReadOnlyList<ReceiptStep> Trail(Submission submission, IReadOnlyList<AuditEntry> entries, IReadOnlyDictionary<string, string> names)
    {
        List<ReceiptStep> steps = [new ReceiptStep(submission.ReceivedAt, "the author", "sent it", null)];
        steps.AddRange(entries.Select(entry => new ReceiptStep(entry.At, People.NameOf(entry.Actor, names), What(entry), entry.Note)));

        // The newest verdict stands in the submission; an entry is written when another takes its place. It is the machine's as long as no person decided.
        if (submission.Verdict is { } verdict && entries.FirstOrDefault(entry => entry.Kind == AuditKind.Decision) is var first)
        {
            DateTimeOffset at = first is null ? submission.DecidedAt ?? submission.ReceivedAt : submission.ReceivedAt;
            int place = steps.FindIndex(1, step => step.At > at);
            steps.Insert(place < 0 ? steps.Count : place, new ReceiptStep(at, "the policy", $"concluded: {VerdictName(verdict)}", null));
        }

        return steps;
    }

    private static string What(AuditEntry entry) => entry.Kind switch
    {
        AuditKind.Verdict => $"concluded: {(entry.Verdict is { } verdict ? VerdictName(verdict) : "nothing")}",
        AuditKind.Decision => $"{Past(entry)}{(entry.Reason is { } reason ? $" ({ReasonTitle(reason)})" : "")}",
        AuditKind.Escalation => entry.Decision is null ? "escalated it" : "took the escalation back",
        AuditKind.Disclosure => entry.Decision == "address_in_full" ? "looked at the author's address in full" : "looked at the author's address, masked",
        AuditKind.Withdrawal => "withdrew it",
        AuditKind.Erasure => "erased it",
        AuditKind.Report => entry.Decision switch { "keep" => "let it stand although readers reported it", "take_back" => "took back that it may stand", _ => "hid it, because readers reported it" },
        AuditKind.WordList => "applied a word list",
        AuditKind.Feature => entry.Decision == "unfeature" ? "took back the editor's pick" : "made it an editor's pick",
        AuditKind.Bulk => "decided about many at once",
        AuditKind.Admin => Admin.AuditSentences.Of(entry),
    };

    private static string Past(AuditEntry entry) => entry.Decision switch
    {
        "approve" => "approved it",
        "reject" => "rejected it",
        "remove" => "removed it",
        "restore" => "restored it",
        "reopen" => "undid the decision",
        _ => entry.Decision ?? "decided",
    };

    private static string ReasonTitle(string code) => DecisionReason.All.FirstOrDefault(reason => reason.Code == code)?.Title.ToLowerInvariant() ?? code;

    private static string VerdictName(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "approve",
        Verdict.Flag => "flag",
        Verdict.Reject => "reject",
    };

    private static string Numbers(Reason reason) =>
        reason is { Score: { } score, Threshold: { } threshold } ? $"{Marker.Number(score)} of {Marker.Number(threshold)}"
        : reason is { Count: { } count, Limit: { } limit } ? string.Create(CultureInfo.InvariantCulture, $"{count}, from {limit} on")
        : reason.Matched is { } matched ? $"{matched} ({reason.List})"
        : "";

    /// <summary>The least that still counts: a category's lowest threshold, or the count from which a rule acts.</summary>
    private static string Least(IGrouping<string, Reason> group)
    {
        Reason reason = group.MinBy(one => one.Threshold ?? 0)!;
        return reason.Threshold is { } threshold && Categories.TryParse(reason.Category, out Category category) ? $"{Marker.TitleOf(category)} at {Marker.Number(threshold)} or above"
            : reason is { Count: not null, Limit: { } limit } ? string.Create(CultureInfo.InvariantCulture, $"{Marker.Of(reason with { Count = null }).Text}: {limit} or more")
            : Marker.Of(reason).Text;
    }

    private static string? Nearest(Scores? scores, Thresholds thresholds, IReadOnlyList<Reason> reasons) => Bars(scores, thresholds, reasons)
        .Where(bar => bar is { Score: not null, FlagsAt: not null })
        .OrderBy(bar => bar.FlagsAt - bar.Score)
        .Select(bar => $"with {bar.Title} at {Marker.Number(bar.FlagsAt!.Value)} or above (it is {Marker.Number(bar.Score!.Value)})")
        .FirstOrDefault();

    private static double? ScoreOf(Scores? scores, Category category) => category switch
    {
        Category.Spam => scores?.Spam,
        Category.Toxicity => scores?.Toxicity,
        Category.SevereToxicity => scores?.SevereToxicity,
        Category.Insult => scores?.Insult,
        Category.Profanity => scores?.Profanity,
        Category.Threat => scores?.Threat,
        Category.IdentityAttack => scores?.IdentityAttack,
        Category.LikelyToReject => scores?.LikelyToReject,
    };
}
