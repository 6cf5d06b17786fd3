using System.CommandLine;
using System.Globalization;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.WordLists;

namespace Moderation.Server.Commands;

/// <summary><c>moderation wordlists set</c>: adds a list or writes over the one of that name, from a file with an entry a line.</summary>
internal static class WordListsSetCommand
{
    public static Command Create()
    {
        Option<string> site = WordListsCommand.SiteOption();
        Argument<string> name = new("name") { Description = "The list; reasons name it" };
        Option<string> entries = new("--entries") { Description = "A UTF-8 file with a word or phrase a line; - reads standard input", Required = true };
        Option<string?> action = new("--action") { Description = "flag or reject; left out: as it was, flag for a new list" };
        Option<string?> page = new("--page") { Description = "The address of the only page it counts on" };
        Option<string?> starts = new("--starts-at") { Description = "From when it counts, such as 2026-12-24T12:00:00Z" };
        Option<string?> ends = new("--ends-at") { Description = "Until when it counts" };
        Option<bool> json = WordListsCommand.JsonOption();
        Command command = new("set", "Adds a list, or writes over the one of that name.") { name, site, entries, action, page, starts, ends, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            string[] lines = await ReadAsync(result.GetValue(entries)!, cancellationToken).ConfigureAwait(false);
            (DateTimeOffset? startsAt, DateTimeOffset? endsAt) = (ReadTime("--starts-at", result.GetValue(starts)), ReadTime("--ends-at", result.GetValue(ends)));
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            string given = result.GetValue(name)!;
            WordList? before = (await session.Get<WordListStore>().ListAsync(owner.Id, cancellationToken).ConfigureAwait(false)).SingleOrDefault(list => list.Name == given);
            WordListDraft draft = new()
            {
                Name = given,
                Action = result.GetValue(action) ?? before?.Action.ToText() ?? Verdict.Flag.ToText(),
                PageUrl = result.GetValue(page),
                StartsAt = startsAt,
                EndsAt = endsAt,
                Entries = lines,
            };
            ManageWordLists manage = session.Get<ManageWordLists>();
            WordListResult written = before is null
                ? await manage.AddAsync(owner.Id, draft, "cli", cancellationToken).ConfigureAwait(false)
                : await manage.ReplaceAsync(owner.Id, before.Id, before.Version, draft, "cli", cancellationToken).ConfigureAwait(false);
            Write(written, given, owner.Id, result.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            string text = file == "-" ? await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false) : await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
            return [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (IOException problem)
        {
            throw new CommandFailedException($"The file {file} cannot be read: {problem.Message}", problem);
        }
    }

    private static DateTimeOffset? ReadTime(string option, string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time
        : throw new CommandFailedException($"{option} must be a date and time such as 2026-12-24T12:00:00Z.") { ExitCode = ExitCode.Usage };

    private static void Write(WordListResult written, string name, SiteId site, bool asJson)
    {
        if (written.Outcome != WordListOutcome.Done)
        {
            throw new CommandFailedException(written.Outcome switch
            {
                WordListOutcome.Invalid => string.Join('\n', written.Errors.Select(error => $"{error.Key}: {error.Value[0]}")),
                WordListOutcome.TooMany => $"The site '{site}' has {WordListStore.MaxLists} lists, and that is the most.",
                WordListOutcome.Unknown or WordListOutcome.Changed or WordListOutcome.NameTaken or WordListOutcome.Done => $"The list '{name}' was changed meanwhile. Try again.",
            });
        }

        if (asJson)
        {
            Output.WriteJson(WordListsCommand.Document(written.List!));
            return;
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The list '{name}' has {written.List!.EntryCount} entries. It counts for what arrives from now on; 'moderation wordlists apply' looks at what was approved before."));
    }
}
