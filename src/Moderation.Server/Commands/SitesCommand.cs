using System.CommandLine;
using Moderation.Privacy;
using Moderation.Server.Security;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary><c>moderation sites add|list</c>.</summary>
internal static class SitesCommand
{
    public static Command Create() => new("sites", "Registers sites and lists them.") { Add(), List() };

    private static Command Add()
    {
        Argument<string?> id = new("id") { Description = "1 to 63 lower-case letters, digits and hyphens", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> site = new("--site", "--id") { Description = "The same as the argument" };
        Option<string?> name = new("--name") { Description = "The name people see; the id if it is left out" };
        Option<string[]> origins = new("--origin") { Description = "An origin whose pages may post with the public key, such as https://gazette.example; may be repeated", AllowMultipleArgumentsPerToken = true };
        Option<bool> email = new("--requires-email") { Description = "A submission without an e-mail address is refused" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("add", "Registers a site.") { id, site, name, origins, email, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            string given = result.GetValue(id) ?? result.GetValue(site) ?? throw new CommandFailedException("Which site? moderation sites add gazette") { ExitCode = ExitCode.Usage };
            if (!SiteId.TryParse(given, out SiteId siteId))
            {
                throw new CommandFailedException($"'{given}' cannot be a site id: 1 to 63 lower-case letters, digits and hyphens, not starting with a hyphen.") { ExitCode = ExitCode.Usage };
            }

            string[] checkedOrigins = [.. (result.GetValue(origins) ?? []).Select(CheckOrigin).Distinct()];
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site? made = await session.Get<SiteRegistration>().AddAsync(siteId, result.GetValue(name) ?? given, checkedOrigins, result.GetValue(email), cancellationToken).ConfigureAwait(false);
            if (made is null)
            {
                throw new CommandFailedException($"The site '{given}' exists already.");
            }

            Write([made], session.Get<SiteKeys>(), result.GetValue(json), isList: false);
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

    private static string CheckOrigin(string text) =>
        Origins.TryNormalise(text, out string origin)
            ? origin
            : throw new CommandFailedException($"'{text}' is not an origin: scheme, host and, if it is not the default, port, such as https://gazette.example.") { ExitCode = ExitCode.Usage };

    private static void Write(IReadOnlyList<Site> sites, SiteKeys keys, bool asJson, bool isList)
    {
        object[] documents = [.. sites.Select(site => new { id = site.Id.Value, name = site.Name, publicKey = keys.PublicKey(site.Id, site.PublicKeySalt), origins = site.AllowedOrigins, requiresEmail = site.RequiresEmail, createdAt = site.CreatedAt })];
        if (asJson)
        {
            Output.WriteJson(isList ? documents : documents[0]);
            return;
        }

        Output.WriteTable(["site", "name", "public key", "origins"], sites.Select(site => (IReadOnlyList<string>)[site.Id.Value, site.Name, keys.PublicKey(site.Id, site.PublicKeySalt), string.Join(' ', site.AllowedOrigins)]));
    }
}
