using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>Which cards are selected, to be decided at once.</summary>
internal sealed partial class Workbench
{
    private readonly HashSet<SubmissionId> selected = [];
    private Card? anchor;

    /// <summary>The selected cards that can still be decided, in the order of the list.</summary>
    public IReadOnlyList<Card> Selected => [.. List.Cards.Where(card => card.IsOpen && selected.Contains(card.Key.Id))];

    /// <summary>Everything in the queue is meant, also what is not fetched.</summary>
    public bool IsAllSelected { get; private set; }

    public bool IsSelected(Card card) => (IsAllSelected && card.IsOpen) || selected.Contains(card.Key.Id);

    /// <summary>Selects a card, or not any more.</summary>
    public void Select(Card card)
    {
        IsAllSelected = false;
        if (!card.IsOpen)
        {
            Say("It is decided; there is nothing to select.", isBad: true);
            return;
        }

        if (!selected.Add(card.Key.Id))
        {
            selected.Remove(card.Key.Id);
        }

        anchor = card;
        Say(Count());
    }

    /// <summary>Selects everything from the card that was selected last to this one.</summary>
    public void SelectRange(Card card)
    {
        IsAllSelected = false;
        Card[] cards = [.. List.Cards];
        int from = anchor is null ? -1 : Array.IndexOf(cards, anchor);
        int to = Array.IndexOf(cards, card);
        from = from < 0 ? to : from;
        selected.UnionWith(cards[Math.Min(from, to)..(Math.Max(from, to) + 1)].Where(one => one.IsOpen).Select(one => one.Key.Id));
        Say(Count());
    }

    /// <summary>Selects everything that waits in the queue.</summary>
    public void SelectAll()
    {
        IsAllSelected = true;
        Say($"Everything in {QueueNames.Title(Queue)} is selected, also what is not fetched.");
    }

    public void SelectNone()
    {
        IsAllSelected = false;
        selected.Clear();
        anchor = null;
        Changed?.Invoke();
    }

    /// <summary>What is selected, with the versions that are shown.</summary>
    public async Task<(string Title, IReadOnlyList<(SubmissionId Id, int Version)> Items)> SelectionAsync()
    {
        if (!IsAllSelected || Site is not { } site)
        {
            return ($"{Selected.Count} selected", [.. Selected.Select(card => (card.Key.Id, card.Submission.Version))]);
        }

        return await WhoAsync(CancellationToken.None) is null
            ? ("", [])
            : ($"Everything in {QueueNames.Title(Queue)}", await desk.ListKeysAsync(site.Id, Queue, Bulk.DecideInBulk.MostItems, CancellationToken.None));
    }

    private string Count() => Selected.Count switch
    {
        0 => "Nothing is selected.",
        1 => "1 is selected.",
        var count => $"{count} are selected.",
    };
}
