using Moderation.Review;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>Where a card is on its way.</summary>
internal enum CardStanding
{
    /// <summary>Can be decided.</summary>
    Open,

    /// <summary>A decision is being saved.</summary>
    Saving,

    /// <summary>Decided on this page.</summary>
    Settled,

    /// <summary>Decided or passed on elsewhere.</summary>
    Elsewhere,
}

/// <summary>One submission in the list of an open page. Components pass it on; what it holds is the console's own.</summary>
public sealed class Card
{
    internal Card(ReviewItem item, CardText text)
    {
        Item = item;
        Text = text;
    }

    internal ReviewItem Item { get; private set; }

    internal CardText Text { get; private set; }

    internal CardStanding Standing { get; private set; }

    /// <summary>What became of it, in words: <c>Approved by you</c>. Null while it is open.</summary>
    internal string? Outcome { get; private set; }

    /// <summary>When it was settled on this page.</summary>
    internal DateTimeOffset? SettledAt { get; private set; }

    /// <summary>It was passed on to an admin, not decided.</summary>
    internal bool IsPassedOn { get; private set; }

    /// <summary>When it was let stand although readers reported it; null when it was not.</summary>
    internal DateTimeOffset? KeptAt { get; set; }

    /// <summary>Something to know before deciding again.</summary>
    internal string? Sentence { get; set; }

    /// <summary>The covered text was asked for.</summary>
    internal bool IsRevealed { get; set; }

    /// <summary>A colleague has it.</summary>
    internal ReviewClaim? Claim { get; set; }

    /// <summary>The claim that is being taken for this page: nothing is decided before it is.</summary>
    internal Task Claiming { get; set; } = Task.CompletedTask;

    internal Submission Submission => Item.Submission;

    internal SubmissionKey Key => Submission.Key;

    /// <summary>The id of its element.</summary>
    internal string ElementId => $"card-{Key.Id}";

    internal bool IsOpen => Standing == CardStanding.Open;

    internal bool IsCovered(Preferences preferences) => Text.IsSevere && !IsRevealed && !preferences.UncoversSevere;

    internal void BeginSaving()
    {
        Standing = CardStanding.Saving;
        Sentence = null;
    }

    /// <summary>Decided here.</summary>
    internal void Settle(Submission now, string outcome, DateTimeOffset at, bool isPassedOn = false)
    {
        Item = Item with { Submission = now, Claim = null };
        (Standing, Outcome, SettledAt, IsPassedOn, Sentence, Claim) = (CardStanding.Settled, outcome, at, isPassedOn, null, null);
    }

    /// <summary>Decided by somebody else.</summary>
    internal void Leave(ReviewItem? now, string outcome)
    {
        Item = now ?? Item;
        (Standing, Outcome, SettledAt, Sentence, Claim) = (CardStanding.Elsewhere, outcome, null, null, null);
    }

    /// <summary>Can be decided, in its newest version.</summary>
    internal void Open(ReviewItem now, CardText text, string? sentence)
    {
        (Item, Text, Standing, Outcome, SettledAt, IsPassedOn, Sentence) = (now, text, CardStanding.Open, null, null, false, sentence);
    }

    /// <summary>The decision could not be saved.</summary>
    internal void Reopen(string sentence)
    {
        (Standing, Sentence) = (CardStanding.Open, sentence);
    }
}
