using Moderation.Review;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>The cards of an open page and which of them has the focus. Pure: no store, no clock.</summary>
internal sealed class CardList
{
    private readonly List<Card> cards = [];

    public IReadOnlyList<Card> Cards => cards;

    public Card? Current { get; private set; }

    /// <summary>Cards that can be decided after the current one.</summary>
    public int OpenAhead => cards.Skip(CurrentIndex + 1).Count(card => card.IsOpen);

    private int CurrentIndex => Current is null ? -1 : cards.IndexOf(Current);

    public Card? Find(SubmissionId id) => cards.Find(card => card.Key.Id == id);

    /// <summary>Puts other cards in place; the focus goes to the first that nobody has.</summary>
    public void Replace(IEnumerable<Card> fresh)
    {
        cards.Clear();
        cards.AddRange(fresh);
        Current = cards.Find(IsFree) ?? cards.Find(card => card.IsOpen) ?? cards.FirstOrDefault();
    }

    /// <summary>Adds cards at the end; those that are there already stay as they are.</summary>
    public void Append(IEnumerable<Card> more)
    {
        HashSet<SubmissionId> there = [.. cards.Select(card => card.Key.Id)];
        cards.AddRange(more.Where(card => there.Add(card.Key.Id)));
        if (Current is not { IsOpen: true })
        {
            Current = cards.Find(IsFree) ?? Current ?? cards.FirstOrDefault();
        }
    }

    public void Focus(Card card) => Current = card;

    /// <summary>One card up or down, whatever its standing. False at the end.</summary>
    public bool Step(int by)
    {
        int index = CurrentIndex + by;
        if (index < 0 || index >= cards.Count)
        {
            return false;
        }

        Current = cards[index];
        return true;
    }

    /// <summary>To the next card that can be decided and that no colleague has; else one before; else it stays.</summary>
    public void MoveOn()
    {
        int index = CurrentIndex;
        Current = cards.Skip(index + 1).FirstOrDefault(IsFree) ?? cards.Take(Math.Max(index, 0)).LastOrDefault(IsFree) ?? cards.Skip(index + 1).FirstOrDefault(card => card.IsOpen) ?? Current;
    }

    /// <summary>Takes away what was settled before a moment, but for the current card.</summary>
    public void Sweep(DateTimeOffset settledBefore) => cards.RemoveAll(card => card != Current && card.SettledAt < settledBefore);

    /// <summary>What others have now.</summary>
    public void SetClaims(IReadOnlyList<ReviewClaim> claims, Guid me)
    {
        foreach (Card card in cards)
        {
            card.Claim = claims.FirstOrDefault(claim => claim.SubmissionId == card.Key.Id.Value && claim.ModeratorId != me);
        }
    }

    private static bool IsFree(Card card) => card.IsOpen && card.Claim is null;
}
