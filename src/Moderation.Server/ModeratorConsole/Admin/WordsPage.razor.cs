using System.Globalization;
using Microsoft.AspNetCore.Components;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Server.Doors.Native;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Submissions;
using Moderation.WordLists;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>The word lists of a site: written, tried on a text, applied to what was approved before.</summary>
public sealed partial class WordsPage
{
    /// <summary>Comments looked at in one go, so that the answer comes within seconds.</summary>
    private const int AppliedAtOnce = 5_000;

    private static readonly (string Value, string Title)[] Actions = [("flag", "It is flagged for a person"), ("reject", "It is rejected")];

    private IReadOnlyList<WordList> lists = [];
    private IReadOnlyDictionary<Guid, Page> urls = new Dictionary<Guid, Page>();
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();
    private WordList? edited;
    private AppliedWordList? applied;
    private long examined;
    private long flagged;
    private IReadOnlyList<WordMatch>? matches;
    private string? tested;

    /// <inheritdoc/>
    public override string Path => "/admin/words";

    /// <inheritdoc/>
    public override string Address => List is { } list ? $"{Linked(Path)}&list={list:D}" : Linked(Path);

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    /// <summary>The list to change; null: a new one.</summary>
    [SupplyParameterFromQuery(Name = "list")]
    public Guid? List { get; set; }

    [Inject]
    private WordListStore Store { get; set; } = null!;

    [Inject]
    private ManageWordLists Manage { get; set; } = null!;

    [Inject]
    private ApplyWordList Applier { get; set; } = null!;

    [Inject]
    private SiteWordLists Current { get; set; } = null!;

    [Inject]
    private PageStore Pages { get; set; } = null!;

    [Inject]
    private People Colleagues { get; set; } = null!;

    private protected override string AfterAct => Linked(Path);

    private protected override async Task LoadAsync()
    {
        lists = await Store.ListAsync(SiteKey, Stop);
        edited = List is { } id ? await Store.FindAsync(SiteKey, id, Stop) : null;
        urls = await Pages.FindManyAsync([.. lists.Where(list => list.PageId is not null).Select(list => list.PageId!.Value).Distinct()], Stop);
        names = await Colleagues.NamesAsync(Stop);
        if (List is not null && edited is null)
        {
            NotHere();
        }
    }

    private protected override async Task<string?> DoAsync(string act) => act switch
    {
        "save" => await SaveAsync(),
        "remove" => FieldId is { } id && await Manage.RemoveAsync(SiteKey, id, Me.Actor, Stop) == WordListOutcome.Done ? "removed" : "gone",
        "apply" => await ApplyAsync(),
        "test" => await TestAsync(),
        _ => null,
    };

    private protected override string? SentenceOf(string said) => said switch
    {
        "saved" => "Saved. It counts within two seconds for what comes in; to look through what is public already, apply it.",
        "removed" => "The list is removed.",
        "gone" => "The site has no such list any more.",
        _ => null,
    };

    private async Task<string?> SaveAsync()
    {
        WordListDraft draft = new()
        {
            Name = Field("name"),
            Action = Field("action"),
            PageUrl = Field("page") is { Length: > 0 } url ? url : null,
            StartsAt = FieldTime("startsAt"),
            EndsAt = FieldTime("endsAt"),
            Entries = [.. Field("entries").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        };
        if (IsRefused)
        {
            return null;
        }

        int? version = int.TryParse(Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out int seen) ? seen : null;
        WordListResult result = FieldId is { } id
            ? await Manage.ReplaceAsync(SiteKey, id, version, draft, Me.Actor, Stop)
            : await Manage.AddAsync(SiteKey, draft, Me.Actor, Stop);
        switch (result.Outcome)
        {
            case WordListOutcome.Done:
                return "saved";
            case WordListOutcome.Unknown:
                return "gone";
            case WordListOutcome.NameTaken:
                Refuse("name", "Another list has this name.");
                break;
            case WordListOutcome.Changed:
                Refuse("", "Somebody else changed the list meanwhile. Open it again to see what it is now.");
                break;
            case WordListOutcome.TooMany:
                Refuse("", $"A site has at most {WordListStore.MaxLists} lists.");
                break;
            case WordListOutcome.Invalid:
                Refuse(result.Errors.ToDictionary(error => FieldOf(error.Key), error => error.Value));
                break;
        }

        return null;
    }

    /// <summary>The field that a member of the draft was typed into.</summary>
    private static string FieldOf(string member) => member.StartsWith("entries", StringComparison.Ordinal) ? "entries" : member == "page.url" ? "page" : member;

    private async Task<string?> ApplyAsync()
    {
        if (FieldId is not { } id || !ApplyCursor.TryRead(Field("after") is { Length: > 0 } after ? after : null, out ApprovedCursor? cursor))
        {
            return "gone";
        }

        applied = await Applier.HandleAsync(SiteKey, id, cursor, AppliedAtOnce, Me.Actor, Stop);
        examined = Before("examined") + (applied?.Examined ?? 0);
        flagged = Before("flagged") + (applied?.Flagged ?? 0);
        return applied is null ? "gone" : null;
    }

    private long Before(string name) => long.TryParse(Field(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private async Task<string?> TestAsync()
    {
        tested = Field("text").ReplaceLineEndings("\n");
        matches = (await Current.CurrentAsync(SiteKey, Stop)).Match(tested, pageId: null, Now);
        return null;
    }

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
