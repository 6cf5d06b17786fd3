using System.CommandLine;
using System.Globalization;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;
using Moderation.WordLists;

namespace Moderation.Server.Commands;

/// <summary><c>moderation wordlists list|show|set|remove|test|apply</c>: the words and phrases of a site.</summary>
internal static class WordListsCommand
{
    private const string Actor = "cli";

    private const int AppliedAtOnce = 5_000;

    public static Command Create() => new("wordlists", "Keeps word lists, tries them on texts and applies them to comments.") { List(), Show(), WordListsSetCommand.Create(), Remove(), Test(), Apply() };

    /// <summary>The list of that name. Throws a sentence when there is none.</summary>
    internal static async Task<WordList> FindAsync(StoreSession session, SiteId site, string name, CancellationToken cancellationToken)
    {
        WordList? found = (await session.Get<WordListStore>().ListAsync(site, cancellationToken).ConfigureAwait(false)).SingleOrDefault(list => list.Name == name);
        return (found is null ? null : await session.Get<WordListStore>().FindAsync(site, found.Id, cancellationToken).ConfigureAwait(false))
            ?? throw new CommandFailedException($"The site '{site}' has no word list '{name}'. 'moderation wordlists list --site {site}' shows its lists.");
    }

    internal static Option<string> SiteOption() => new("--site") { Description = "The site of the lists", Required = true };

    internal static Option<bool> JsonOption() => new("--json") { Description = "JSON for programs" };

    internal static object Document(WordList list) => new
    {
        id = list.Id,
        name = list.Name,
        action = list.Action,
        pageId = list.PageId,
        startsAt = list.StartsAt,
        endsAt = list.EndsAt,
        entryCount = list.EntryCount,
        version = list.Version,
        updatedAt = list.UpdatedAt,
        updatedBy = list.UpdatedBy,
    };

    private static Command List()
    {
        Option<string> site = SiteOption();
        Option<bool> json = JsonOption();
        Command command = new("list", "Lists the word lists of a site.") { site, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<WordList> lists = await session.Get<WordListStore>().ListAsync(owner.Id, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                Output.WriteJson(lists.Select(Document));
                return ExitCode.Done;
            }

            Output.WriteTable(
                ["name", "action", "entries", "counts on", "from", "until", "changed"],
                lists.Select(list => (IReadOnlyList<string>)
                [
                    list.Name, list.Action.ToText(), list.EntryCount.ToString(CultureInfo.InvariantCulture), list.PageId is null ? "the site" : "one page", Time(list.StartsAt), Time(list.EndsAt), Time(list.UpdatedAt),
                ]));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        Option<string> site = SiteOption();
        Argument<string> name = new("name") { Description = "The list" };
        Command command = new("show", "Writes the entries of a list, one a line: what 'set' reads.") { name, site };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            WordList list = await FindAsync(session, owner.Id, result.GetValue(name)!, cancellationToken).ConfigureAwait(false);
            foreach (string entry in list.Entries)
            {
                await Console.Out.WriteLineAsync(entry).ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove()
    {
        Option<string> site = SiteOption();
        Argument<string> name = new("name") { Description = "The list" };
        Command command = new("remove", "Removes a list; what it did to submissions stays.") { name, site };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            WordList list = await FindAsync(session, owner.Id, result.GetValue(name)!, cancellationToken).ConfigureAwait(false);
            await session.Get<ManageWordLists>().RemoveAsync(owner.Id, list.Id, Actor, cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"The list '{list.Name}' is removed.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Test()
    {
        Option<string> site = SiteOption();
        Option<string?> page = new("--page") { Description = "The address of the page it would be posted on" };
        Option<bool> json = JsonOption();
        Argument<string> text = new("text") { Description = "The text; - reads it from standard input" };
        Command command = new("test", "Shows which entries are in a text, and where.") { text, site, page, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            string given = result.GetValue(text)! is "-" ? await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false) : result.GetValue(text)!;
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            Page? known = result.GetValue(page) is { } url
                ? (PageUrl.TryCanonicalise(url, out PageUrl canonical) ? await session.Get<PageStore>().FindByUrlAsync(owner.Id, canonical.Value, cancellationToken).ConfigureAwait(false) : null)
                    ?? throw new CommandFailedException($"The site '{owner.Id}' has no page with this address.")
                : null;
            WordListMatcher matcher = await session.Get<SiteWordLists>().CurrentAsync(owner.Id, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<WordMatch> matches = matcher.Match(given, known?.PageId, TimeProvider.System.UtcNowMicros());
            if (result.GetValue(json))
            {
                Output.WriteJson(matches.Select(match => new { list = match.List, entry = match.Entry, action = match.Action, start = match.Start, end = match.End }));
                return ExitCode.Done;
            }

            Output.WriteTable(["list", "entry", "action", "at", "as written"], matches.Select(match => (IReadOnlyList<string>)
                [match.List, match.Entry, match.Action.ToText(), string.Create(CultureInfo.InvariantCulture, $"{match.Start}-{match.End}"), given[match.Start..match.End]]));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Apply()
    {
        Option<string> site = SiteOption();
        Option<bool> json = JsonOption();
        Argument<string> name = new("name") { Description = "The list" };
        Command command = new("apply", "Flags the approved comments that have an entry of a list; they leave public view at once.") { name, site, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            WordList list = await FindAsync(session, owner.Id, result.GetValue(name)!, cancellationToken).ConfigureAwait(false);
            (long examined, long flagged, ApprovedCursor? next) = (0, 0, null);
            do
            {
                AppliedWordList applied = await session.Get<ApplyWordList>().HandleAsync(owner.Id, list.Id, next, AppliedAtOnce, Actor, cancellationToken).ConfigureAwait(false)
                    ?? throw new CommandFailedException($"The list '{list.Name}' was removed meanwhile.");
                (examined, flagged, next) = (examined + applied.Examined, flagged + applied.Flagged, applied.Next);
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{examined} comments looked at, {flagged} flagged")).ConfigureAwait(false);
            }
            while (next is not null);

            if (result.GetValue(json))
            {
                Output.WriteJson(new { list = list.Name, examined, flagged });
            }
            else
            {
                Output.WriteTable(["list", "looked at", "flagged"], [[list.Name, examined.ToString(CultureInfo.InvariantCulture), flagged.ToString(CultureInfo.InvariantCulture)]]);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string Time(DateTimeOffset? time) => time?.ToString("u", CultureInfo.InvariantCulture) ?? "";
}
