using Moderation.Accounts;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>The card in focus is taken for some minutes, and the next ones are fetched before they are needed.</summary>
internal sealed partial class Workbench
{
    private void Claim()
    {
        if (hasBegun && List.Current is { IsOpen: true, Claim: null } card && Me is { } me && QueueNames.Waits(Queue))
        {
            card.Claiming = ClaimAsync(card, me);
        }
    }

    private async Task ClaimAsync(Card card, Moderator me)
    {
        try
        {
            // A colleague's claim that is in the way comes with the next news.
            await desk.ClaimAsync(card.Key, me.ModeratorId, CancellationToken.None);
        }
        catch (Exception problem) when (database.IsTransient(problem))
        {
            // A claim is a courtesy; what may not be decided twice is held by the version.
        }
    }

    private void Release(Card? card = null)
    {
        if (hasBegun && (card ?? List.Current) is { IsOpen: true, Claim: null } held && Me is { } me && QueueNames.Waits(Queue))
        {
            held.Claiming = ReleaseAsync(held, held.Claiming, me);
        }
    }

    private async Task ReleaseAsync(Card card, Task claiming, Moderator me)
    {
        try
        {
            await claiming;
            await desk.ReleaseAsync(card.Key, me.ModeratorId, CancellationToken.None);
        }
        catch (Exception problem) when (database.IsTransient(problem))
        {
            // It ends by itself after some minutes.
        }
    }

    private void Ahead()
    {
        if (HasMore && List.OpenAhead < LoadsAhead)
        {
            HasMore = false;
            _ = FetchAsync();
        }
    }

    private async Task FetchAsync()
    {
        try
        {
            await MoreAsync(CancellationToken.None);
        }
        catch (Exception problem) when (database.IsTransient(problem))
        {
            HasMore = true;
            Say("The next ones could not be fetched, because the store did not answer.", isBad: true);
        }
    }
}
