using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What the public sees of comments beside their text: editor's picks, and what is left of a removed one in replies.</summary>
internal sealed partial class Workbench
{
    /// <summary>Only what the public may read can be picked.</summary>
    public static bool CanFeature(Card card) => card is { IsOpen: true, Submission.State: SubmissionState.Approved };

    /// <summary>Makes a comment an editor's pick, or takes that back.</summary>
    public async Task FeatureAsync(Card card)
    {
        bool isFeatured = !card.Submission.IsFeatured;
        await SavedAsync(card, async me =>
        {
            if (await desk.FeatureAsync(card.Key, isFeatured, me.Actor, CancellationToken.None) && await desk.FindAsync(card.Key, CancellationToken.None) is { } now)
            {
                card.Open(now, card.Text, null);
                Say(isFeatured ? $"Picked: {Shorten(now.Submission.AuthorName)}." : $"No longer picked: {Shorten(now.Submission.AuthorName)}.");
            }
            else
            {
                await LookAgainAsync(card, "Not picked");
            }
        });
    }

    /// <summary>How many comments would go with this one.</summary>
    public async Task<int> CountRepliesAsync(Card card) => await WhoAsync(CancellationToken.None) is null ? 0 : await threads.CountAsync(card.Submission, CancellationToken.None);

    private async Task WarnOfQuotesAsync(Card card)
    {
        if (await context.CountQuotingAsync(card.Submission, CancellationToken.None) is var quoting and > 0)
        {
            Say(quoting == 1 ? "Removed. One reply quotes it at length and stays: look at it in Approved." : $"Removed. {quoting} replies quote it at length and stay: look at them in Approved.", isBad: true);
        }
    }
}
