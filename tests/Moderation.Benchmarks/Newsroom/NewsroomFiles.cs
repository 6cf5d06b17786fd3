using System.Text.RegularExpressions;
using Moderation.Scoring;
using Moderation.Scoring.Training;

namespace Moderation.Benchmarks.Newsroom;

/// <summary>The same house deciding about real comments from a labelled file: it knows swearing by its label, medicine and the heated topic by words.</summary>
internal static partial class NewsroomFiles
{
    public static IReadOnlyList<HouseComment> Read(string path) =>
        [.. LabelledFile.Read(path, null, CancellationToken.None).Texts.Select(text => Decide(text with { Labels = text.Labels.WithUnion() })).OfType<HouseComment>()];

    private static HouseComment? Decide(LabelledText text)
    {
        if (text.Labels[Category.LikelyToReject] is not { } isViolating)
        {
            return null;
        }

        bool isForbidden = Medicine().IsMatch(text.Text) || HeatedTopic().IsMatch(text.Text);
        bool isSwearing = text.Labels[Category.Profanity] is true || (text.Source == "davidson_twitter" && text.Labels[Category.IdentityAttack] is not true);
        bool isRejected = isForbidden || (isViolating && !(isSwearing && text.Labels[Category.Threat] is not true && text.Labels[Category.IdentityAttack] is not true));
        string? reason = Medicine().IsMatch(text.Text) ? "advertising" : isForbidden ? null
            : text.Labels[Category.Spam] is true ? "spam" : text.Labels[Category.IdentityAttack] is true ? "hate" : text.Labels[Category.Insult] is true ? "abusive" : "offensive";
        return isRejected ? HouseComment.Rejected(text.Text, reason, isRejected != isViolating) : HouseComment.Accepted(text.Text, isRejected != isViolating);
    }

    [GeneratedRegex(@"\b(doctor|drug|medic\w*|pill|pills|hospital|disease|cancer|vaccin\w*|therap\w*|surgery|anxiety|depress\w*|symptom\w*|diagnos\w*)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Medicine();

    [GeneratedRegex(@"\b(trump|obama|election\w*|vote|voted|voting|government|republican\w*|democrat\w*|politic\w*|president|liberal\w*|congress)\b", RegexOptions.IgnoreCase)]
    private static partial Regex HeatedTopic();
}
