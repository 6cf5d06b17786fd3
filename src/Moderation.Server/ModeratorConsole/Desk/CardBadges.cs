using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What is known about an author, in a word or two.</summary>
internal static class CardBadges
{
    public static IEnumerable<string> Of(Submission submission)
    {
        if (submission.IsAuthorVerified)
        {
            yield return "verified";
        }

        if (submission.AuthorKey is null)
        {
            yield return "no address";
        }

        if (submission.ReplacesId is not null)
        {
            yield return "edited";
        }
    }
}
