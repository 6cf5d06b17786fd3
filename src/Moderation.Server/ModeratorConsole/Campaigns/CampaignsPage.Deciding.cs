using Moderation.Bulk;
using Moderation.Campaigns;
using Moderation.Server.ModeratorConsole.Desk;

namespace Moderation.Server.ModeratorConsole.Campaigns;

/// <content>One decision about a whole campaign, and its undo.</content>
public sealed partial class CampaignsPage
{
    private Task UndoAsync(CampaignView view) => List.DecisionOn(view) is { } standing ? UndoAsync(standing) : Task.CompletedTask;

    private void AskReason(CampaignView view)
    {
        asked = view;
        focusNext = "sheet";
    }

    private Task ChooseAsync(string code)
    {
        CampaignView view = asked!;
        asked = null;
        return PrepareAsync(view, isRejection: true, code);
    }

    private async Task PrepareAsync(CampaignView view, bool isRejection, string? reason)
    {
        if (List.Site is { } shown && await Many.PrepareAsync(shown, isRejection, reason, $"Campaign {view.Campaign.Number}", view.Campaign, []) && Many.Draft is { } draft)
        {
            focusNext = BulkSheet.FocusOf(draft);
        }
        else
        {
            Say(Many.Problem ?? "There is nothing to decide.", isBad: true);
        }
    }

    private async Task ConfirmAsync(string? typed)
    {
        isConfirming = true;
        BulkDecision? done = await Many.ConfirmAsync(typed);
        isConfirming = false;
        await AfterAsync(done);
    }

    private async Task UndoAsync(BulkDecision bulk) => await AfterAsync(await Many.UndoAsync(bulk));

    private async Task AfterAsync(BulkDecision? done)
    {
        await List.RefreshAsync(closing.Token);
        Say(done is null ? Many.Problem ?? "It was not carried out." : BulkDesk.SentenceOf(done), isBad: done is null);
        focusNext = "list";
    }
}
