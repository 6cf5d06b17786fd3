using Moderation.Review;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>Undo: of what was done on this page, and of what stands in the queues of what was decided.</summary>
internal sealed partial class Workbench
{
    private readonly Stack<Card> settled = new();

    // The card in focus was not chosen since: an answer to the comment just removed may have come into focus, removed with it.
    private bool hasJustSettled;

    /// <summary>Something can be undone.</summary>
    public bool CanUndo => settled.Count > 0 || List.Current is { } card && card.IsOpen && CanReopen(card);

    /// <summary>Undoes the last thing done on this page, or what was decided about the card in focus where the moderator went there since.</summary>
    public async Task UndoAsync()
    {
        if (!hasJustSettled && List.Current is { IsOpen: true } current && CanReopen(current))
        {
            await UndoAsync(current);
        }
        else if (settled.TryPeek(out Card? last))
        {
            await UndoAsync(last);
        }
        else
        {
            Say("There is nothing to undo on this page. Older decisions stand in Recent.", isBad: true);
        }
    }

    public async Task UndoAsync(Card card)
    {
        bool isPassedOn = card.IsPassedOn;
        if (card.Standing == CardStanding.Saving || Site is not { } site)
        {
            return;
        }

        hasJustSettled = false;
        Forget(card);
        card.BeginSaving();
        Changed?.Invoke();
        await SavedAsync(card, async me =>
        {
            bool isUndone = card.KeptAt is not null ? await TakeBackKeepAsync(card, me)
                : isPassedOn
                ? await desk.TakeBackAsync(card.Key, card.Submission.Version, me.Actor, CancellationToken.None)
                : (await threads.ReopenAsync(RequestOf(card, Decision.Reopen, null, null, me), CancellationToken.None)).Result.Outcome == DecisionOutcome.Done;
            await LookAgainAsync(card, isUndone ? null : "It was changed meanwhile and is not undone");
            if (isUndone)
            {
                card.Sentence = null;
                List.Append([card]);
                List.Focus(card);
                Claim();
                Say("Undone.");
            }
        });
    }

    private bool CanReopen(Card card) => !QueueNames.Waits(Queue) && card.Item.LastDecision is { } last && last.Version == card.Submission.Version && card.IsOpen;

    private void Forget(Card card)
    {
        Card[] rest = [.. settled.Where(other => other != card).Reverse()];
        settled.Clear();
        foreach (Card other in rest)
        {
            settled.Push(other);
        }
    }
}
