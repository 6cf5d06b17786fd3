using System.CommandLine;
using Moderation.Administration;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.Commands;

/// <summary><c>moderation keys create|list|revoke</c>. A key is shown once, when it is made; the store keeps only its hash.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Makes, lists and revokes API keys; rotates the key that seals addresses.") { CreateKey(), List(), Revoke(), RotateEmailCommand.Create() };

    private static Command CreateKey()
    {
        Option<string> site = new("--site") { Description = "The site the key belongs to", Required = true };
        Option<string[]> doors = new("--door") { Description = "native, akismet, perspective or openai; may be repeated. Left out: all but akismet", AllowMultipleArgumentsPerToken = true };
        Option<string[]> rights = new("--right") { Description = "submit, read, decide, pages, blocks or word_lists; may be repeated. Left out: all but the last two. Give a key no more than it needs", AllowMultipleArgumentsPerToken = true };
        Option<string[]> options = new("--option") { Description = "How doors treat its holder: store (texts from clients of other services are kept and reviewed, not only scored), strict_language, lenient_attributes, hold (Akismet: what waits for a person is asked for again, not spam), own_hosts (Akismet: only for websites among the site's origins); may be repeated", AllowMultipleArgumentsPerToken = true };
        Option<bool> test = new("--test") { Description = "A test key: its submissions are judged but never public, never a label and gone in 24 hours" };
        Option<string?> label = new("--label") { Description = "What the key is for" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("create", "Makes a key and shows it once.") { site, doors, rights, options, test, label, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            Door allowedDoors = Parse(result.GetValue(doors), KeyIssuer.DefaultDoors, "door");
            KeyRights allowedRights = Parse(result.GetValue(rights), KeyRights.Usual, "right");
            KeyOptions chosen = Parse(result.GetValue(options), KeyOptions.None, "option");
            if (chosen.HasFlag(KeyOptions.Hold) && !chosen.HasFlag(KeyOptions.Store))
            {
                throw new CommandFailedException("The option hold needs store: what is kept nowhere no person will decide.") { ExitCode = ExitCode.Usage };
            }

            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            IssuedKey issued = await session.Get<ChangeKeys>().IssueAsync(owner.Id, allowedDoors, allowedRights, chosen, result.GetValue(test), result.GetValue(label), "cli", cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                Output.WriteJson(new
                {
                    key = issued.Secret,
                    keyId = issued.Key.KeyId,
                    site = owner.Id.Value,
                    doors = allowedDoors.ToList().Split(','),
                    rights = allowedRights.ToList().Split(','),
                    options = chosen.ToList().Split(',', StringSplitOptions.RemoveEmptyEntries),
                    test = issued.Key.IsTest,
                });
            }
            else
            {
                await Console.Out.WriteLineAsync(issued.Secret).ConfigureAwait(false);
                await Console.Error.WriteLineAsync($"Keep it now: only its hash is stored. It may {string.Join(", ", allowedRights.ToList().Split(','))}; --right gives a key less.").ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        Option<string> site = new("--site") { Description = "The site whose keys are listed", Required = true };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("list", "Lists the keys of a site, without the keys themselves.") { site, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ApiKey> keys = await session.Get<ApiKeyStore>().ListAsync(owner.Id, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                Output.WriteJson(keys.Select(key => new { keyId = key.KeyId, hint = key.Hint, label = key.Label, doors = key.Doors.ToList().Split(','), rights = key.Rights.ToList().Split(','), options = key.Options.ToList().Split(',', StringSplitOptions.RemoveEmptyEntries), test = key.IsTest, createdAt = key.CreatedAt, revokedAt = key.RevokedAt }));
                return ExitCode.Done;
            }

            Output.WriteTable(
                ["key id", "starts with", "label", "doors", "rights", "options", "test", "revoked"],
                keys.Select(key => (IReadOnlyList<string>)
                [
                    key.KeyId.ToString("D"), key.Hint, key.Label ?? "", key.Doors.ToList(), key.Rights.ToList(), key.Options.ToList(),
                    key.IsTest ? "yes" : "", key.RevokedAt?.ToString("u", System.Globalization.CultureInfo.InvariantCulture) ?? "",
                ]));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Revoke()
    {
        Argument<string> which = new("key") { Description = "The key itself or its key id ('moderation keys list' shows it)" };
        Command command = new("revoke", "Revokes a key at once.") { which };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            bool revoked = await session.Get<ChangeKeys>().RevokeAsync(null, result.GetValue(which)!, "cli", cancellationToken).ConfigureAwait(false);
            if (!revoked)
            {
                throw new CommandFailedException("There is no such key, or it was revoked before.");
            }

            await Console.Error.WriteLineAsync("The key is revoked.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static T Parse<T>(string[]? names, T fallback, string word)
        where T : struct, Enum
    {
        if (names is null || names.Length == 0)
        {
            return fallback;
        }

        try
        {
            return EnumText.ParseList<T>(string.Join(',', names));
        }
        catch (FormatException)
        {
            throw new CommandFailedException($"There is no {word} '{string.Join(',', names)}'.") { ExitCode = ExitCode.Usage };
        }
    }
}
