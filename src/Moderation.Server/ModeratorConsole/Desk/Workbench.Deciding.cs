using Moderation.Accounts;
using Moderation.Review;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>Claims, decisions and undo.</summary>
internal sealed partial class Workbench
{
    private static readonly TimeSpan LineTime = DecideSubmission.UndoWindow;

    private readonly Stack<Card> settled = new();

    /// <summary>Something can be undone.</summary>
    public bool CanUndo => settled.Count > 0 || List.Current is { } card && card.IsOpen && CanReopen(card);

    /// <summary>What the green button does to a submission; null when there is nothing to do.</summary>
    public static Decision? Accepting(SubmissionState state) => state switch
    {
        SubmissionState.Flagged or SubmissionState.Rejected => Decision.Approve,
        SubmissionState.Removed => Decision.Restore,
        SubmissionState.Received or SubmissionState.Approved or SubmissionState.Erased => null,
    };

    /// <summary>What the red button does to a submission.</summary>
    public static Decision? Refusing(SubmissionState state) => state switch
    {
        SubmissionState.Flagged => Decision.Reject,
        SubmissionState.Approved => Decision.Remove,
        SubmissionState.Received or SubmissionState.Rejected or SubmissionState.Removed or SubmissionState.Erased => null,
    };

    /// <summary>Why the card cannot be decided this way; null when it can.</summary>
    public static string? Hindrance(Card card, Decision? decision) =>
        card.Standing == CardStanding.Saving ? "It is being saved."
        : !card.IsOpen ? $"{card.Outcome}. Nothing is left to decide."
        : card.Claim is { } claim ? $"{claim.DisplayName} is reading it until {When.Minute(claim.ClaimedUntil)}. You can decide when they are done."
        : decision is null ? $"It is {StateName(card.Submission.State)} already."
        : null;

    /// <summary>Decides; the focus moves on at once and comes back if it could not be saved.</summary>
    public async Task DecideAsync(Card card, Decision? wanted, string? reason, string? note)
    {
        if (Hindrance(card, wanted) is { } hindrance)
        {
            Say(hindrance, isBad: true);
            return;
        }

        // Known before the focus moves on: who is fast opens the reasons of the next card before anything is stored.
        Decision decision = wanted!.Value;
        bool isOtherReason = reason is not null and not "spam" && reason != Preferences.LastReason;
        if (isOtherReason)
        {
            Preferences = Preferences with { LastReason = reason };
        }

        MoveOnFrom(card);
        await SavedAsync(card, async me =>
        {
            if (isOtherReason)
            {
                await moderators.SetPreferencesAsync(me.ModeratorId, Preferences.Write(), CancellationToken.None);
            }

            DecisionResult result = await decide.HandleAsync(RequestOf(card, decision, reason, note, me), CancellationToken.None);
            if (result.Outcome == DecisionOutcome.Done)
            {
                Settle(card, result.Submission!, $"{StateName(result.Submission!.State, isTitle: true)}{ReasonOf(reason)}");
                if (decision == Decision.Remove)
                {
                    await WarnOfQuotesAsync(card);
                }
            }
            else
            {
                await RefusedAsync(card, result);
            }
        });
    }

    /// <summary>Passes on to an admin.</summary>
    public async Task EscalateAsync(Card card)
    {
        if (Hindrance(card, card.Submission.State == SubmissionState.Flagged && Queue != ReviewQueueKind.Escalated ? Decision.Approve : null) is { } hindrance)
        {
            Say(Queue == ReviewQueueKind.Escalated && card.IsOpen ? "It is passed on already." : hindrance, isBad: true);
            return;
        }

        MoveOnFrom(card);
        await SavedAsync(card, async me =>
        {
            if (await desk.EscalateAsync(card.Key, card.Submission.Version, me.Actor, null, CancellationToken.None))
            {
                Settle(card, card.Submission, "Escalated", isPassedOn: true);
            }
            else
            {
                await LookAgainAsync(card, "Somebody was faster");
            }
        });
    }

    /// <summary>Gives it back and goes on to the next.</summary>
    public void Skip(Card card)
    {
        Release(card);
        int before = List.OpenAhead;
        List.Step(1);
        Claim();
        Ahead();
        Say(before == 0 ? "Skipped. That was the last one." : "Skipped.");
    }

    /// <summary>Undoes the last thing done on this page, or what was decided about the card in focus.</summary>
    public async Task UndoAsync()
    {
        if (List.Current is { IsOpen: true } current && CanReopen(current))
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

        Forget(card);
        card.BeginSaving();
        Changed?.Invoke();
        await SavedAsync(card, async me =>
        {
            bool isUndone = card.KeptAt is not null ? await TakeBackKeepAsync(card, me)
                : isPassedOn
                ? await desk.TakeBackAsync(card.Key, card.Submission.Version, me.Actor, CancellationToken.None)
                : (await decide.HandleAsync(RequestOf(card, Decision.Reopen, null, null, me), CancellationToken.None)).Outcome == DecisionOutcome.Done;
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

    private static DecisionRequest RequestOf(Card card, Decision decision, string? reason, string? note, Moderator me) => new()
    {
        Key = card.Key,
        Decision = decision,
        Reason = reason,
        Note = note,
        Actor = me.Actor,
        DecidedBy = me.Actor,
        ExpectedVersion = card.Submission.Version,
        ModeratorId = me.ModeratorId,
    };

    private void MoveOnFrom(Card card)
    {
        List.Sweep(Now - LineTime);
        card.BeginSaving();
        if (List.Current == card)
        {
            List.MoveOn();
        }

        Claim();
        Ahead();
        Changed?.Invoke();
    }

    /// <summary>Does what is to be saved, for somebody who still may; a store that is away gives the card back.</summary>
    private async Task SavedAsync(Card card, Func<Moderator, Task> save)
    {
        try
        {
            await card.Claiming;
            if (await WhoAsync(CancellationToken.None) is { } me)
            {
                await save(me);
            }
        }
        catch (Exception problem) when (database.IsTransient(problem))
        {
            card.Reopen("It could not be saved, because the store did not answer. Try again.");
            List.Focus(card);
            Say("Not saved: the store did not answer. Try again.", isBad: true);
        }

        Changed?.Invoke();
    }

    private void Settle(Card card, Submission now, string outcome, bool isPassedOn = false)
    {
        card.Settle(now, outcome, Now, isPassedOn);
        settled.Push(card);
        Say($"{outcome}: {Shorten(now.AuthorName)}.");
    }

    private async Task RefusedAsync(Card card, DecisionResult result)
    {
        if (result is { Outcome: DecisionOutcome.Claimed, Claim: { } claim })
        {
            card.Reopen("");
            card.Claim = claim;
            Say($"Not saved: {claim.DisplayName} is reading it until {When.Minute(claim.ClaimedUntil)}.", isBad: true);
        }
        else
        {
            await LookAgainAsync(card, "Not saved");
        }
    }

    private void Forget(Card card)
    {
        Card[] rest = [.. settled.Where(other => other != card).Reverse()];
        settled.Clear();
        foreach (Card other in rest)
        {
            settled.Push(other);
        }
    }

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

    private static string ReasonOf(string? reason) => DecisionReason.All.FirstOrDefault(known => known.Code == reason) is { } known ? $" ({known.Title.ToLowerInvariant()})" : "";

    private static string Shorten(string name) => name.Length <= 30 ? name : name[..29] + "…";

    private static string StateName(SubmissionState state, bool isTitle = false) =>
        isTitle ? state.ToString() : state.ToString().ToLowerInvariant();
}
