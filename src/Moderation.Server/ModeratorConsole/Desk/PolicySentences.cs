using System.Globalization;
using Moderation.Policies;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What a policy does, for moderators who never saw its form. Pure.</summary>
internal static class PolicySentences
{
    /// <summary>The sentences, the most telling first.</summary>
    public static IEnumerable<string> Of(Policy policy)
    {
        yield return policy.Mode == ModerationMode.PreModeration ? "A person reads everything before it appears." : "What nothing speaks against appears at once; the rest waits for a person.";
        yield return "Near-certain spam is rejected; it stands under Rejected and can be put back.";
        yield return policy.RejectsAbuse ? "Near-certain abuse is rejected." : "Abuse is never rejected by the machine: it waits for a person, threats first.";
        yield return policy.FlagsProfanity ? "Obscene words alone are enough to wait." : "Swearing alone lets nothing wait.";
        yield return string.Create(CultureInfo.InvariantCulture, $"With {policy.MaxLinks} {(policy.MaxLinks == 1 ? "link" : "links")} or more a text waits, unless its author is trusted.");
        yield return string.Create(
            CultureInfo.InvariantCulture, $"An author whom the website vouches for is trusted after {policy.Authors.TrustedApproved} approved within {policy.Authors.TrustedDays} days, and no more after one rejection.");
        yield return policy.Reports.HideAt == 0
            ? "Reports of readers hide nothing."
            : string.Create(CultureInfo.InvariantCulture, $"Reports of {policy.Reports.HideAt} readers hide a comment until a person has looked, unless a person let it stand before.");
    }
}
