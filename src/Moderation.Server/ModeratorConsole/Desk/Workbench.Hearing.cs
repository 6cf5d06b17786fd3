using Moderation.Review;
using Moderation.Server.ModeratorConsole.Live;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What others do while the page is open.</summary>
internal sealed partial class Workbench
{
    /// <summary>Takes in what changed elsewhere.</summary>
    public async Task TakeAsync(DeskNews news)
    {
        if (news.Site != Site?.Id || await WhoAsync(CancellationToken.None) is not { } me)
        {
            return;
        }

        Counts = news.Counts;
        List.SetClaims(news.Claims, me.ModeratorId);
        foreach (Submission changed in news.Changed)
        {
            if (List.Find(changed.Key.Id) is { } card)
            {
                if (card.Standing != CardStanding.Saving && changed.Version > card.Submission.Version)
                {
                    await LookAgainAsync(card, null);
                }
            }
            else if (IsOfQueue(changed))
            {
                waitingBehind.Add(changed.Key.Id);
            }
            else
            {
                waitingBehind.Remove(changed.Key.Id);
            }
        }

        foreach (SubmissionId passedOn in news.Escalated)
        {
            if (Queue != ReviewQueueKind.Escalated && List.Find(passedOn) is { IsOpen: true } card)
            {
                card.Leave(null, "Escalated by a colleague");
            }
            else if (Queue == ReviewQueueKind.Escalated && List.Find(passedOn) is null)
            {
                waitingBehind.Add(passedOn);
            }
        }

        if (List.Current is null or { Standing: CardStanding.Elsewhere })
        {
            List.MoveOn();
            Claim();
        }

        Changed?.Invoke();
    }

    /// <summary>Reads a card anew: it waits again, with a sentence, or somebody decided it, with their name.</summary>
    private async Task LookAgainAsync(Card card, string? refusal)
    {
        ReviewItem? now = await desk.FindAsync(card.Key, CancellationToken.None);
        if (now is null || now.Submission.State == SubmissionState.Erased)
        {
            card.Leave(now, "Not there any more");
            Say($"{refusal ?? "A submission"}: it is not there any more.", refusal is not null);
            return;
        }

        bool waits = QueueNames.Waits(Queue);
        if (waits && now.Submission.State != SubmissionState.Flagged && !(Queue == ReviewQueueKind.Reported && now is { Reports: not null, Submission.State: SubmissionState.Approved }))
        {
            string outcome = await OutcomeOfAsync(now);
            card.Leave(now, outcome);
            Forget(card);
            if (refusal is not null)
            {
                Say($"{refusal}: {outcome[..1].ToLowerInvariant()}{outcome[1..]}.", isBad: true);
            }

            return;
        }

        CardText text = (await reader.ReadAsync(card.Key.Site, [now.Submission], CancellationToken.None))[0];
        string? sentence = refusal is null && card.IsOpen && waits ? "It was judged again. This is how it stands now."
            : refusal is not null ? "It changed while you were reading. This is how it stands now."
            : null;
        card.Open(now, text, sentence);
        card.Claim = now.Claim?.ModeratorId == Me?.ModeratorId ? null : now.Claim;
        if (refusal is not null)
        {
            List.Focus(card);
            Say($"{refusal}: it changed while you were reading. This is how it stands now.", isBad: true);
        }
    }

    private async Task<string> OutcomeOfAsync(ReviewItem item)
    {
        string verb = item.Submission.State.ToString();
        return item.LastDecision is { } last && last.Version == item.Submission.Version
            ? $"{verb} by {await people.NameAsync(last.Actor, CancellationToken.None)} at {When.Minute(last.At)}"
            : $"{verb} by {(item.Submission.State == SubmissionState.Removed ? "its author" : "the policy")}";
    }

    private bool IsOfQueue(Submission changed) => !changed.IsTest && Queue switch
    {
        ReviewQueueKind.Flagged => changed is { State: SubmissionState.Flagged, Scores.Spam: < 0.5 },
        ReviewQueueKind.SpamLikely => changed is { State: SubmissionState.Flagged, Scores.Spam: >= 0.5 },
        ReviewQueueKind.Unscored => changed is { State: SubmissionState.Flagged, Scores: null },
        ReviewQueueKind.Rejected => changed.State == SubmissionState.Rejected,
        ReviewQueueKind.Approved => changed.State == SubmissionState.Approved,
        ReviewQueueKind.Escalated or ReviewQueueKind.Recent or ReviewQueueKind.Reported => false,
    };
}
