using Microsoft.JSInterop;
using Moderation.Review;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What each key does. A key that can do nothing says why.</summary>
public sealed partial class QueuePage
{
    private bool isPeeking;
    private bool isZen;

    /// <summary>One key. Called by the script, and by the buttons.</summary>
    [JSInvokable]
    public async Task KeyAsync(string key)
    {
        if (Bench.IsOver || (sheet is Sheet.Reasons or Sheet.ManyReasons && await ReasonKeyAsync(key)))
        {
            return;
        }

        if (sheet != Sheet.None)
        {
            if (key is "Escape" or "?")
            {
                Close();
            }

            return;
        }

        await (key switch
        {
            "j" or "ArrowDown" => Do(() => Bench.Step(1)),
            "k" or "ArrowUp" => Do(() => Bench.Step(-1)),
            "z" => Bench.UndoAsync(),
            "t" => SwitchQueueAsync(QueueNames.All[((int)Bench.Queue + 1) % QueueNames.All.Count]),
            [>= '0' and <= '9'] => QueueKeyAsync(key[0] - '1'),
            "Ctrl+K" => Do(OpenCommands),
            "v" => Do(() => isZen = !isZen),
            "?" => Do(() => Open(Sheet.Help)),
            "Escape" => Do(ClosePane),
            "/" => Do(() => Navigation.NavigateTo(SearchAddress, forceLoad: true)),
            ['S', 'h', 'i', 'f', 't', '+', _] => ShiftKeyAsync(key),
            _ when Bench.List.Current is { } card => CardKeyAsync(key, card),
            _ => Do(() => Bench.Say("There is no card to do that with.", isBad: true)),
        });
        StateHasChanged();
    }

    private Task CardKeyAsync(string key, Card card) => key switch
    {
        "f" or "a" => Bench.AcceptAsync(card),
        "s" => Bench.DecideAsync(card, Workbench.Refusing(card.Submission.State), "spam", null),
        "d" => AskReasonAsync(card),
        "e" => Bench.EscalateAsync(card),
        "n" => Do(() => Bench.Skip(card)),
        "x" => Do(() => Bench.Select(card)),
        "b" => Do(AskBlock),
        "c" => Do(() => Toggle(PaneTab.Thread)),
        "o" => Do(() => Toggle(PaneTab.Page)),
        "u" => Do(() => Toggle(PaneTab.Author)),
        "w" => Do(() => Toggle(PaneTab.Why)),
        "p" => Do(() => Toggle(PaneTab.Policy)),
        "Space" when !card.IsCovered(Bench.Preferences) => Task.CompletedTask,
        "Space" => PeekAsync(card),
        "SpaceUp" when isPeeking => UnpeekAsync(card),
        _ => Task.CompletedTask,
    };

    private Task PeekAsync(Card card)
    {
        isPeeking = true;
        return Bench.RevealAsync(card, CancellationToken.None);
    }

    private Task UnpeekAsync(Card card)
    {
        isPeeking = false;
        return card.IsRevealed ? Bench.RevealAsync(card, CancellationToken.None) : Task.CompletedTask;
    }

    private async Task<bool> ReasonKeyAsync(string key)
    {
        int index = key is [>= '1' and <= '9'] ? key[0] - '1' : key == "0" ? 9 : -1;
        if (index >= 0)
        {
            ReasonChoice choice = new(DecisionReason.All[index].Code, reasons?.Note, reasons?.WithReplies == true);
            await (sheet == Sheet.Reasons ? ChooseAsync(choice) : ChooseForManyAsync(choice));
            return true;
        }

        return false;
    }

    private Task QueueKeyAsync(int index) => index >= 0 && index < QueueNames.All.Count
        ? SwitchQueueAsync(QueueNames.All[index])
        : Do(() => Bench.Say($"The queues are 1 to {QueueNames.All.Count}.", isBad: true));

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
