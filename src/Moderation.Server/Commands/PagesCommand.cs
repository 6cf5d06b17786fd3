using System.CommandLine;
using System.Globalization;
using Moderation.Pages;
using Moderation.Review;
using Moderation.Server.Doors.Native;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Server.Commands;

/// <summary><c>moderation pages set|show</c>: what a page accepts and shows.</summary>
internal static class PagesCommand
{
    public static Command Create() => new("pages", "Opens, closes and hides pages.") { Set(), Show() };

    private static Command Set()
    {
        Option<string> site = new("--site") { Description = "The site of the page", Required = true };
        Option<string> url = new("--url") { Description = "The page's address", Required = true };
        Option<string?> mode = new("--mode") { Description = "open, premoderated, readonly, closed or hidden" };
        Option<string?> closesAt = new("--closes-at") { Description = "From when it accepts nothing any more, such as 2026-12-24T12:00:00Z; 'never' takes the time away" };
        Option<string?> id = new("--id") { Description = "The website's own name for the page; it keeps its comments when its address changes" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("set", "Sets the mode and the closing time of a page; what is left out stays as it is.") { site, url, mode, closesAt, id, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            PageUrl canonical = ReadUrl(result.GetValue(url)!);
            (bool hasTime, DateTimeOffset? time) = ReadTime(result.GetValue(closesAt));
            PageBody wanted = new() { Mode = result.GetValue(mode), Id = result.GetValue(id) };
            foreach (string sentence in wanted.Check().Values.SelectMany(sentences => sentences))
            {
                throw new CommandFailedException(sentence) { ExitCode = ExitCode.Usage };
            }

            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            PageSettings settings = new()
            {
                Page = new PageReferenceToResolve { Url = canonical.Value, ExternalId = wanted.Id },
                Mode = PageBody.ParseMode(wanted.Mode),
                HasClosesAt = hasTime,
                ClosesAt = time,
                Actor = "cli",
            };
            Page page = await session.Get<SetPage>().HandleAsync(owner.Id, settings, cancellationToken).ConfigureAwait(false);
            Write(PageSettingsAnswer.From(page, TimeProvider.System.UtcNowMicros()), result.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        Option<string> site = new("--site") { Description = "The site of the page", Required = true };
        Option<string> url = new("--url") { Description = "The page's address", Required = true };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("show", "Shows what a page accepts and shows.") { site, url, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            PageUrl canonical = ReadUrl(result.GetValue(url)!);
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            Page? page = await session.Get<PageStore>().FindByUrlAsync(owner.Id, canonical.Value, cancellationToken).ConfigureAwait(false);
            Write(page is null ? PageSettingsAnswer.Unknown(canonical) : PageSettingsAnswer.From(page, TimeProvider.System.UtcNowMicros()), result.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static PageUrl ReadUrl(string text) =>
        PageUrl.TryCanonicalise(text, out PageUrl canonical)
            ? canonical
            : throw new CommandFailedException("--url must be the page's absolute http or https address.") { ExitCode = ExitCode.Usage };

    private static (bool IsGiven, DateTimeOffset? Time) ReadTime(string? text)
    {
        if (text is null or "never")
        {
            return (text is not null, null);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? (true, time)
            : throw new CommandFailedException("--closes-at must be a date and time such as 2026-12-24T12:00:00Z, or 'never'.") { ExitCode = ExitCode.Usage };
    }

    private static void Write(PageSettingsAnswer page, bool asJson)
    {
        if (asJson)
        {
            Output.WriteJson(page);
            return;
        }

        Output.WriteTable(
            ["url", "id", "mode", "closes at", "now"],
            [[page.Url, page.Id ?? "", page.Mode.ToText(), page.ClosingTime?.ToString("u", CultureInfo.InvariantCulture) ?? "", page.EffectiveMode.ToText()]]);
    }
}
