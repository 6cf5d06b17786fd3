using Moderation.Blocks;
using Moderation.Review;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>Blocks of authors, made and lifted from a card.</summary>
internal sealed partial class Workbench
{
    private const string ReasonOfBlocked = "abusive";

    private readonly Dictionary<SubmissionId, Guid> blocked = [];

    /// <summary>The author of this card was blocked on this page.</summary>
    public bool IsBlockedHere(Card card) => blocked.ContainsKey(card.Key.Id);

    /// <summary>Blocks the author of a card, and rejects what waits from them if that is wanted.</summary>
    public async Task BlockAsync(Card card, TimeSpan? length, bool rejectsWaiting)
    {
        if (Site is not { } site || await WhoAsync(CancellationToken.None) is not { } me)
        {
            return;
        }

        BlockRequest request = new() { Kind = "reply", Value = card.Key.Id.ToString(), Actor = me.Actor, ExpiresAt = length is { } span ? Now + span : null };
        BlockResult result = await blocks.AddAsync(site.Id, request, CancellationToken.None);
        if (result.Block is not { } block)
        {
            Say($"Not blocked: {string.Join(" ", result.Errors.SelectMany(error => error.Value))}", isBad: true);
            return;
        }

        blocked[card.Key.Id] = block.BlockId;
        int rejected = 0;
        foreach (Submission waiting in rejectsWaiting ? (await context.ByAuthorAsync(card.Submission, CancellationToken.None)).Where(one => one.State == SubmissionState.Flagged) : [])
        {
            rejected += await RejectWaitingAsync(waiting) ? 1 : 0;
        }

        Say($"Blocked: {Shorten(card.Submission.AuthorName)}{(rejected == 0 ? "" : $", and rejected {rejected}. Recent has them")}.");
    }

    /// <summary>Takes back a block that was made from this card.</summary>
    public async Task LiftAsync(Card card)
    {
        if (Site is { } site && await WhoAsync(CancellationToken.None) is { } me && blocked.Remove(card.Key.Id, out Guid block))
        {
            await blocks.LiftAsync(site.Id, block, me.Actor, CancellationToken.None);
            Say("The block is lifted.");
        }
    }

    private async Task<bool> RejectWaitingAsync(Submission waiting)
    {
        if (List.Find(waiting.Key.Id) is { } shown)
        {
            await DecideAsync(shown, Decision.Reject, ReasonOfBlocked, null);
            return shown.Standing == CardStanding.Settled;
        }

        DecisionRequest request = new()
        {
            Key = waiting.Key,
            Decision = Decision.Reject,
            Reason = ReasonOfBlocked,
            Actor = Me!.Actor,
            DecidedBy = Me.Actor,
            ExpectedVersion = waiting.Version,
            ModeratorId = Me.ModeratorId,
        };
        return (await decide.HandleAsync(request, CancellationToken.None)).Outcome == DecisionOutcome.Done;
    }
}
