using Moderation.Review;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What opens above the queue and beside it.</summary>
public sealed partial class QueuePage
{
    private ReasonSheet? reasons;
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

    private void AskReason(Card card)
    {
        if (Workbench.Hindrance(card, Workbench.Refusing(card.Submission.State)) is { } hindrance)
        {
            Bench.Say(hindrance, isBad: true);
            return;
        }

        Open(Sheet.Reasons);
        focusNext = ReasonSheet.ElementId(Bench.Preferences.LastReason ?? DecisionReason.All[0].Code);
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
            await Bench.DecideAsync(card, Workbench.Refusing(card.Submission.State), choice.Code, string.IsNullOrWhiteSpace(choice.Note) ? null : choice.Note.Trim());
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
