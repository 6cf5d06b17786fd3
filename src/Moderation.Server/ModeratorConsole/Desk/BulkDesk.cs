using System.Globalization;
using Moderation.Accounts;
using Moderation.Bulk;
using Moderation.Campaigns;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>Decisions about many, for one open page: draft, preview, confirmation, progress, undo. Each step asks anew who the page is open for and whether they may see the site.</summary>
internal sealed class BulkDesk(ConsoleAccess access, DecideInBulk decide, PreviewBulk preview, BulkStore bulks, Storage.Database database)
{
    /// <summary>Above so many the number has to be typed.</summary>
    public const int TypedAbove = 100;

    /// <summary>Something is to be drawn again.</summary>
    public event Action? Changed;

    /// <summary>What was prepared and is not confirmed.</summary>
    public BulkDecision? Draft { get; private set; }

    public BulkPreview? Preview { get; private set; }

    /// <summary>What is being carried out or undone.</summary>
    public BulkDecision? Running { get; private set; }

    /// <summary>The last one that was carried out on this page and can be undone.</summary>
    public BulkDecision? Last { get; private set; }

    /// <summary>What to say about it: an outcome or a mistake.</summary>
    public string? Problem { get; private set; }

    /// <summary>Prepares a decision. False, with <see cref="Problem"/> set, when there is nothing to decide or they may not.</summary>
    public async Task<bool> PrepareAsync(Site site, bool isRejection, string? reason, string title, Campaign? campaign, IReadOnlyList<(SubmissionId Id, int Version)> items)
    {
        (Draft, Preview, Problem) = (null, null, null);
        if (await access.ForAsync(site.Id, CancellationToken.None) is not { Moderator: Moderator me })
        {
            Problem = "This site is not yours to see any more.";
            return false;
        }

        BulkDraft meant = new() { Site = site.Id, IsRejection = isRejection, Reason = reason, Title = title, ModeratorId = me.ModeratorId, Campaign = campaign, Items = items };
        if (await decide.DraftAsync(meant, CancellationToken.None) is not { } draft)
        {
            Problem = "There is nothing to decide.";
            return false;
        }

        Preview = await preview.HandleAsync(draft, Random.Shared, CancellationToken.None);
        Draft = draft;
        Changed?.Invoke();
        return true;
    }

    /// <summary>Whether what was typed confirms the draft.</summary>
    public bool IsConfirmedBy(string? typed) => Draft is { } draft && IsConfirmed(draft.Items, typed);

    /// <summary>Whether what was typed confirms a decision about so many: few need nothing, many their number.</summary>
    internal static bool IsConfirmed(int items, string? typed) =>
        items <= TypedAbove || (int.TryParse(typed, NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int number) && number == items);

    /// <summary>Carries the draft out; returns it as it is then, null when it could not be.</summary>
    public async Task<BulkDecision?> ConfirmAsync(string? typed)
    {
        if (!IsConfirmedBy(typed) || Draft is not { } draft)
        {
            return null;
        }

        (Draft, Preview) = (null, null);
        return await CarryOutAsync(draft, () => decide.ConfirmAsync(draft, CancellationToken.None), "It was carried out already.");
    }

    /// <summary>Undoes a decision; returns it as it is then, null when it could not be.</summary>
    public async Task<BulkDecision?> UndoAsync(BulkDecision bulk)
    {
        return await access.ForAsync(bulk.Site, CancellationToken.None) is { Moderator: Moderator me } && await bulks.FindAsync(bulk.BulkId, CancellationToken.None) is { } stored && stored.Site == bulk.Site
            ? await CarryOutAsync(stored, () => decide.UndoAsync(stored, me.ModeratorId, CancellationToken.None), "It is undone already.")
            : null;
    }

    /// <summary>The draft is not wanted. It is dropped by itself.</summary>
    public void Drop() => (Draft, Preview) = (null, null);

    private async Task<BulkDecision?> CarryOutAsync(BulkDecision bulk, Func<Task<bool>> begin, string refusal)
    {
        try
        {
            if (await access.ForAsync(bulk.Site, CancellationToken.None) is null || !await begin())
            {
                Problem = refusal;
                return null;
            }

            Running = bulk with { Handled = 0 };
            Changed?.Invoke();
            BulkDecision done = await decide.RunAsync(bulk, step => { Running = step; Changed?.Invoke(); }, CancellationToken.None);
            Last = done.State == BulkState.Done ? done : null;
            return done;
        }
        catch (Exception problem) when (database.IsTransient(problem))
        {
            Problem = "The store did not answer. What was begun goes on by itself; look again in a minute.";
            return null;
        }
        finally
        {
            Running = null;
            Changed?.Invoke();
        }
    }

    /// <summary>How a state is called in a preview.</summary>
    public static string Word(SubmissionState state) => state switch
    {
        SubmissionState.Flagged => "waiting",
        SubmissionState.Approved => "public",
        SubmissionState.Rejected => "rejected",
        SubmissionState.Removed => "removed",
        SubmissionState.Received => "not judged yet",
        SubmissionState.Erased => "erased",
    };

    /// <summary>What became of it, in one sentence.</summary>
    public static string SentenceOf(BulkDecision done)
    {
        string left = done.Items - done.Changed is > 0 and var rest && done.State == BulkState.Done ? $" {rest} were so already, or somebody else has decided or is reading them." : "";
        return done.State switch
        {
            BulkState.Done => $"{(done.IsRejection ? "Rejected" : "Approved")} {done.Changed} of {done.Items}: {done.Title}.{left}",
            BulkState.Undone => done.Changed == 0 ? $"Undone: {done.Title}." : $"Undone: {done.Title}. {done.Changed} were changed since and stay as they are.",
            BulkState.Draft or BulkState.Running or BulkState.Undoing => $"{done.Handled} of {done.Items}: {done.Title}.",
        };
    }
}
