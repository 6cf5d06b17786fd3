using Microsoft.AspNetCore.Components;
using Moderation.Bulk;
using Moderation.Review;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>Decisions about everything that is selected.</summary>
public sealed partial class QueuePage
{
    [Inject]
    private BulkDesk Many { get; set; } = null!;

    /// <summary>The keys with Shift. Without a selection they say what to do first.</summary>
    private Task ShiftKeyAsync(string key) => key switch
    {
        "Shift+X" when Bench.List.Current is { } card => Do(() => Bench.SelectRange(card)),
        "Shift+Z" => UndoManyAsync(),
        "Shift+X" => Do(() => Bench.Say("There is no card to select.", isBad: true)),
        _ when !Bench.IsAllSelected && Bench.Selected.Count == 0 => Do(() => Bench.Say("Nothing is selected: x selects the card in focus.", isBad: true)),
        "Shift+A" => PrepareAsync(isRejection: false, null),
        "Shift+S" => PrepareAsync(isRejection: true, "spam"),
        "Shift+D" => Do(AskManyReason),
        _ => Task.CompletedTask,
    };

    private void AskManyReason()
    {
        Open(Sheet.ManyReasons);
        focusNext = ReasonSheet.ElementId(Bench.Preferences.LastReason ?? DecisionReason.All[0].Code);
    }

    private Task ChooseForManyAsync(ReasonChoice choice)
    {
        sheet = Sheet.None;
        return PrepareAsync(isRejection: true, choice.Code);
    }

    private async Task PrepareAsync(bool isRejection, string? reason)
    {
        if (Bench.Site is not { } site)
        {
            return;
        }

        (string title, IReadOnlyList<(SubmissionId Id, int Version)> items) = await Bench.SelectionAsync();
        if (await Many.PrepareAsync(site, isRejection, reason, title, null, items) && Many.Draft is { } draft)
        {
            Open(Sheet.Many);
            focusNext = BulkSheet.FocusOf(draft);
        }
        else
        {
            Bench.Say(Many.Problem ?? "There is nothing to decide.", isBad: true);
        }
    }

    private async Task ConfirmManyAsync(string? typed)
    {
        Task<BulkDecision?> carryingOut = Many.ConfirmAsync(typed);
        Bench.SelectNone();
        await SayManyAsync(await carryingOut);
    }

    private async Task UndoManyAsync()
    {
        if (Many.Last is not { } last)
        {
            Bench.Say("No decision about many was made on this page. Older ones stand under Campaigns.", isBad: true);
            return;
        }

        await SayManyAsync(await Many.UndoAsync(last));
    }

    private async Task SayManyAsync(BulkDecision? done)
    {
        if (sheet == Sheet.Many)
        {
            Close();
        }

        if (done is not null)
        {
            await Bench.SwitchQueueAsync(Bench.Queue, CancellationToken.None);
        }

        Bench.Say(done is null ? Many.Problem ?? "It was not carried out." : BulkDesk.SentenceOf(done), isBad: done is null);
    }

    private void OnManyChanged() => _ = InvokeAsync(StateHasChanged);
}
