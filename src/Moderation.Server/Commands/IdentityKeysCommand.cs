using System.CommandLine;
using System.Globalization;
using Moderation.Administration;
using Moderation.Authors;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.Commands;

/// <summary><c>moderation identity-keys add|list|revoke</c>: the keys with which a website signs identity tokens. A secret made here is shown once and stored sealed.</summary>
internal static class IdentityKeysCommand
{
    public static Command Create() => new("identity-keys", "Makes, lists and revokes the keys with which a website vouches for its authors.") { Add(), List(), Revoke() };

    private static Command Add()
    {
        Option<string> site = new("--site") { Description = "The site whose tokens are signed", Required = true };
        Option<string?> kid = new("--kid") { Description = "The key's name in the header of tokens; left out: k1, k2, …" };
        Option<string?> publicKey = new("--public-key") { Description = "A file with a P-256 public key in PEM, for ES256" };
        Option<string?> secretFile = new("--secret-file") { Description = "A file with a secret of your own for HS256, '-' for standard input; left out: one is made" };
        Option<string?> label = new("--label") { Description = "What the key is for" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("add", "Adds a key. Keys added before stay valid until they are revoked, so that a website can change from one to the next.") { site, kid, publicKey, secretFile, label, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(publicKey) is not null && result.GetValue(secretFile) is not null)
            {
                throw new CommandFailedException("A key has either --public-key or --secret-file.") { ExitCode = ExitCode.Usage };
            }

            string? pem = result.GetValue(publicKey) is { } keyFile ? await ReadAsync(keyFile, cancellationToken).ConfigureAwait(false) : null;
            string? given = result.GetValue(secretFile) is { } file ? (await ReadAsync(file, cancellationToken).ConfigureAwait(false)).TrimEnd('\r', '\n') : null;
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            string? made = pem is null && given is null ? session.Get<IdentityKeyIssuer>().NewSecret() : null;
            IssuedIdentityKey issued = await session.Get<ChangeKeys>().AddIdentityKeyAsync(owner.Id, result.GetValue(kid), given ?? made, pem, result.GetValue(label), "cli", cancellationToken).ConfigureAwait(false);
            if (issued.Key is not { } key)
            {
                throw new CommandFailedException(issued.Refusal!);
            }

            await WriteAsync(key, made, result.GetValue(json)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        Option<string> site = new("--site") { Description = "The site whose keys are listed", Required = true };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("list", "Lists the keys of a site, without their secrets.") { site, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<IdentityKey> keys = await session.Get<IdentityKeyStore>().ListAsync(owner.Id, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                Output.WriteJson(keys.Select(key => new { kid = key.Kid, algorithm = NameOf(key.Algorithm), label = key.Label, createdAt = key.CreatedAt, revokedAt = key.RevokedAt }));
                return ExitCode.Done;
            }

            Output.WriteTable(
                ["kid", "algorithm", "label", "made", "revoked"],
                keys.Select(key => (IReadOnlyList<string>)[key.Kid, NameOf(key.Algorithm), key.Label ?? "", Day(key.CreatedAt), key.RevokedAt is { } at ? Day(at) : ""]));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Revoke()
    {
        Option<string> site = new("--site") { Description = "The site of the key", Required = true };
        Option<string> kid = new("--kid") { Description = "The key's name", Required = true };
        Command command = new("revoke", "Revokes a key: its tokens are refused within two seconds.") { site, kid };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            if (!await session.Get<ChangeKeys>().RevokeIdentityKeyAsync(owner.Id, result.GetValue(kid)!, "cli", cancellationToken).ConfigureAwait(false))
            {
                throw new CommandFailedException("The site has no such key, or it was revoked before.");
            }

            await Console.Error.WriteLineAsync("The key is revoked.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return file == "-" ? await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false) : await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The file {file} cannot be read: {problem.Message}", problem);
        }
    }

    private static async Task WriteAsync(IdentityKey key, string? secret, bool asJson)
    {
        if (asJson)
        {
            Output.WriteJson(new { kid = key.Kid, site = key.Site.Value, algorithm = NameOf(key.Algorithm), secret });
            return;
        }

        if (secret is not null)
        {
            await Console.Out.WriteLineAsync(secret).ConfigureAwait(false);
            await Console.Error.WriteLineAsync("Keep it now: it is stored sealed and not shown again.").ConfigureAwait(false);
        }

        await Console.Error.WriteLineAsync($"Tokens name the key as kid \"{key.Kid}\" and are signed with {NameOf(key.Algorithm)}.").ConfigureAwait(false);
    }

    private static string NameOf(IdentityAlgorithm algorithm) => algorithm.ToText().ToUpperInvariant();

    private static string Day(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);
}
