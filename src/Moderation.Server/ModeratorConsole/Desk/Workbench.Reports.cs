using Moderation.Accounts;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What readers reported.</summary>
internal sealed partial class Workbench
{
    /// <summary>Approving what is approved already means to let it stand although readers reported it.</summary>
    public static bool CanKeep(Card card) => card.Submission.State == SubmissionState.Approved && card.Item.Reports is not null;

    /// <summary>Approves, restores, or lets stand what readers reported.</summary>
    public Task AcceptAsync(Card card) => CanKeep(card) ? KeepAsync(card) : DecideAsync(card, Accepting(card.Submission.State), null, null);

    private async Task KeepAsync(Card card)
    {
        // Any decision would do here: what stands in the way of one stands in the way of this.
        if (Hindrance(card, Review.Decision.Approve) is { } hindrance)
        {
            Say(hindrance, isBad: true);
            return;
        }

        MoveOnFrom(card);
        DateTimeOffset now = clock.UtcNowMicros();
        await SavedAsync(card, async me =>
        {
            if (await desk.KeepAsync(card.Key, card.Submission.Version, me.Actor, now, CancellationToken.None))
            {
                card.KeptAt = now;
                Settle(card, card.Submission, "Kept");
            }
            else
            {
                await LookAgainAsync(card, "Somebody was faster");
            }
        });
    }

    private async Task<bool> TakeBackKeepAsync(Card card, Moderator me)
    {
        await desk.TakeBackKeepAsync(card.Key, card.Submission.Version, me.Actor, card.KeptAt!.Value, CancellationToken.None);
        card.KeptAt = null;
        return true;
    }
}
