using Moderation.Judging;
using Moderation.Policies;
using Moderation.Sites;

namespace Moderation.Server.Doors.Akismet;

/// <summary>Fixed values with which every client tries out both answers. Pure.</summary>
internal static class AkismetTriggers
{
    private static readonly HashSet<string> SpamNames = ["viagra-test-123", "akismet-guaranteed-spam"];

    private const string SpamAddress = "akismet-guaranteed-spam@example.com";

    /// <summary>The answer that a call asks for; null when it asks what the text is.</summary>
    /// <param name="fields">The call.</param>
    /// <param name="comment">What it is about.</param>
    /// <param name="key">Whose call: the fixed texts of test keys count here as at every door.</param>
    public static AkismetVerdict? Find(AkismetFields fields, AskedComment comment, ApiKey key)
    {
        if (string.Equals(fields.Sent("user_role")?.Trim(), "administrator", StringComparison.OrdinalIgnoreCase))
        {
            return Asked(Verdict.Approve, key, isBlatant: false);
        }

        if ((comment.AuthorName is { } name && SpamNames.Contains(name.Trim())) || string.Equals(comment.AuthorEmail?.Trim(), SpamAddress, StringComparison.OrdinalIgnoreCase))
        {
            return Asked(Verdict.Reject, key, fields.IsTrue("test_discard"));
        }

        return key.IsTest && TestVerdicts.Bodies.TryGetValue(comment.Text.Trim(), out Verdict verdict) ? Asked(verdict, key, isBlatant: false) : null;
    }

    private static AkismetVerdict Asked(Verdict verdict, ApiKey key, bool isBlatant) =>
        AkismetVerdict.Of(verdict, isAboutSpam: false, [ReasonCodes.TestVerdict], modelVersion: null, key.Options) with { IsBlatant = isBlatant };
}
