using Moderation.Review;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What opens above the queue and beside it.</summary>
public sealed partial class QueuePage
{
    private ReasonSheet? reasons;
    private int replies;
    private Sheet sheet;
    private PaneTab? pane;

    private enum Sheet
    {
        None,
        Reasons,
        ManyReasons,
        Many,
        Help,
        Commands,
        Settings,
        Block,
    }

    private async Task AskReasonAsync(Card card)
    {
        if (Workbench.Hindrance(card, Workbench.Refusing(card.Submission.State)) is { } hindrance)
        {
            Bench.Say(hindrance, isBad: true);
            return;
        }

        Open(Sheet.Reasons);
        focusNext = ReasonSheet.ElementId(Bench.Preferences.LastReason ?? DecisionReason.All[0].Code);
        replies = 0;
        if (card.Submission.State == Submissions.SubmissionState.Approved)
        {
            // The reasons are open already; the offer to take the replies along comes when they are counted.
            int found = await Bench.CountRepliesAsync(card);
            replies = Bench.List.Current == card ? found : 0;
        }
    }

    private void AskBlock()
    {
        Open(Sheet.Block);
        focusNext = "block-now";
    }

    private void OpenCommands()
    {
        Open(Sheet.Commands);
        focusNext = "palette-words";
    }

    private Task CommandAsync(string key)
    {
        Close();
        return KeyAsync(key);
    }

    private async Task ChooseAsync(ReasonChoice choice)
    {
        Card? card = Bench.List.Current;
        Close();
        if (card is not null)
        {
            await Bench.DecideAsync(card, Workbench.Refusing(card.Submission.State), choice.Code, string.IsNullOrWhiteSpace(choice.Note) ? null : choice.Note.Trim(), choice.WithReplies);
        }
    }

    private void Open(Sheet wanted)
    {
        sheet = wanted;
        focusNext = "sheet";
        StateHasChanged();
    }

    private void Close()
    {
        sheet = Sheet.None;
        Many.Drop();
        focusNext = Bench.List.Current?.ElementId ?? "queue";
        StateHasChanged();
    }

    private void Toggle(PaneTab tab)
    {
        if (pane == tab)
        {
            ClosePane();
        }
        else
        {
            OpenPane(tab);
        }
    }

    private void OpenPane(PaneTab tab)
    {
        pane = tab;
        StateHasChanged();
    }

    private void ClosePane()
    {
        pane = null;
        StateHasChanged();
    }
}
