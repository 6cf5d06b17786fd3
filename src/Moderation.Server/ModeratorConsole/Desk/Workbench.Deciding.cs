using Moderation.Accounts;
using Moderation.Review;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>Decisions about one card.</summary>
internal sealed partial class Workbench
{
    private static readonly TimeSpan LineTime = DecideSubmission.UndoWindow;

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
    public async Task DecideAsync(Card card, Decision? wanted, string? reason, string? note, bool withReplies = false)
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

            DecisionRequest request = RequestOf(card, decision, reason, note, me);
            (DecisionResult result, int replies) = withReplies && decision == Decision.Remove
                ? await threads.RemoveAsync(request, CancellationToken.None)
                : (await decide.HandleAsync(request, CancellationToken.None), 0);
            if (result.Outcome == DecisionOutcome.Done)
            {
                Settle(card, result.Submission!, $"{StateName(result.Submission!.State, isTitle: true)}{ReasonOf(reason)}{RepliesOf(replies)}");
                if (decision == Decision.Remove && !withReplies)
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
        hasJustSettled = true;
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

    private static string ReasonOf(string? reason) => DecisionReason.All.FirstOrDefault(known => known.Code == reason) is { } known ? $" ({known.Title.ToLowerInvariant()})" : "";

    private static string RepliesOf(int replies) => replies switch { 0 => "", 1 => " with one reply", _ => $" with {replies} replies" };

    private static string Shorten(string name) => name.Length <= 30 ? name : name[..29] + "…";

    private static string StateName(SubmissionState state, bool isTitle = false) =>
        isTitle ? state.ToString() : state.ToString().ToLowerInvariant();
}
