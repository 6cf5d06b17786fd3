using System.CommandLine;
using System.Globalization;
using Moderation.Administration;
using Moderation.Privacy;
using Moderation.Server.Security;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary><c>moderation sites add|list|set|show|policy</c>.</summary>
internal static class SitesCommand
{
    public static Command Create() => new("sites", "Registers sites, lists and changes them.") { Add(), List(), Set(), SitesShowCommand.Create(), SitesPolicyCommand.Create() };

    private static Command Add()
    {
        Argument<string?> id = new("id") { Description = "1 to 63 lower-case letters, digits and hyphens", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> site = new("--site", "--id") { Description = "The same as the argument" };
        Option<string?> name = new("--name") { Description = "The name people see; the id if it is left out" };
        Option<string[]> origins = new("--origin") { Description = "An origin whose pages may post with the public key, such as https://gazette.example; may be repeated", AllowMultipleArgumentsPerToken = true };
        Option<bool> email = new("--requires-email") { Description = "A submission without an e-mail address is refused" };
        Option<int?> closing = new("--close-pages-after-days") { Description = "The age in days at which a page stops to accept submissions; left out: never" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("add", "Registers a site.") { id, site, name, origins, email, closing, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            string given = result.GetValue(id) ?? result.GetValue(site) ?? throw new CommandFailedException("Which site? moderation sites add gazette") { ExitCode = ExitCode.Usage };
            if (!SiteId.TryParse(given, out SiteId siteId))
            {
                throw new CommandFailedException($"'{given}' cannot be a site id: 1 to 63 lower-case letters, digits and hyphens, not starting with a hyphen.") { ExitCode = ExitCode.Usage };
            }

            int? days = CheckDays(result.GetValue(closing));
            string[] checkedOrigins = [.. (result.GetValue(origins) ?? []).Select(CheckOrigin).Distinct()];
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            SiteSettings settings = new() { Name = result.GetValue(name) ?? given, RequiresEmail = result.GetValue(email), ClosesPagesAfterDays = days };
            Site? made = await session.Get<ChangeSites>().AddAsync(siteId, settings, checkedOrigins, "cli", cancellationToken).ConfigureAwait(false);
            if (made is null)
            {
                throw new CommandFailedException($"The site '{given}' exists already.");
            }

            Write([made], session.Get<SiteKeys>(), result.GetValue(json), isList: false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Set()
    {
        Argument<string> id = new("id") { Description = "The site to change" };
        Option<string> closing = new("--close-pages-after-days") { Description = "The age in days at which a page stops to accept submissions, or 'never'", Required = true };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("set", "Changes a site.") { id, closing, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            string text = result.GetValue(closing)!;
            int? days = text == "never" ? null : CheckDays(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0);
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site found = await session.SiteAsync(result.GetValue(id)!, cancellationToken).ConfigureAwait(false);
            SiteSettings settings = new() { Name = found.Name, RequiresEmail = found.RequiresEmail, ClosesPagesAfterDays = days };
            await session.Get<ChangeSites>().SetAsync(found.Id, settings, "cli", cancellationToken).ConfigureAwait(false);
            Write([found with { ClosesPagesAfterDays = days }], session.Get<SiteKeys>(), result.GetValue(json), isList: false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("list", "Lists the sites with their public keys.") { json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Write(await session.Get<SiteStore>().ListAsync(cancellationToken).ConfigureAwait(false), session.Get<SiteKeys>(), result.GetValue(json), isList: true);
            return ExitCode.Done;
        });
        return command;
    }

    private static int? CheckDays(int? days) =>
        days is null or (>= 1 and <= Site.MaxClosesPagesAfterDays)
            ? days
            : throw new CommandFailedException($"--close-pages-after-days must be 1 to {Site.MaxClosesPagesAfterDays}.") { ExitCode = ExitCode.Usage };

    private static string CheckOrigin(string text) =>
        Origins.TryNormalise(text, out string origin)
            ? origin
            : throw new CommandFailedException($"'{text}' is not an origin: scheme, host and, if it is not the default, port, such as https://gazette.example.") { ExitCode = ExitCode.Usage };

    private static void Write(IReadOnlyList<Site> sites, SiteKeys keys, bool asJson, bool isList)
    {
        object[] documents = [.. sites.Select(site => new { id = site.Id.Value, name = site.Name, publicKey = keys.PublicKey(site.Id, site.PublicKeySalt), origins = site.AllowedOrigins, requiresEmail = site.RequiresEmail, closesPagesAfterDays = site.ClosesPagesAfterDays, createdAt = site.CreatedAt })];
        if (asJson)
        {
            Output.WriteJson(isList ? documents : documents[0]);
            return;
        }

        Output.WriteTable(["site", "name", "public key", "origins"], sites.Select(site => (IReadOnlyList<string>)[site.Id.Value, site.Name, keys.PublicKey(site.Id, site.PublicKeySalt), string.Join(' ', site.AllowedOrigins)]));
    }
}
