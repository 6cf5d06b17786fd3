using System.CommandLine;
using System.Text.Json;
using Moderation.Administration;
using Moderation.Policies;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary><c>moderation sites policy</c>: shows a site's policy as a document, or writes a new version of it.</summary>
internal static class SitesPolicyCommand
{
    public static Command Create()
    {
        Argument<string> id = new("site") { Description = "The site" };
        Option<string?> set = new("--set") { Description = "A file with the members to change, such as {\"flagsProfanity\":true}; - reads standard input" };
        Command command = new("policy", "Shows a site's policy as JSON; with --set, writes a new version. Members that are left out stay as they are.") { id, set };
        command.SetAction(async (result, cancellationToken) =>
        {
            string? changes = result.GetValue(set) is { } file ? await ReadAsync(file, cancellationToken).ConfigureAwait(false) : null;
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(id)!, cancellationToken).ConfigureAwait(false);
            PolicyStore store = session.Get<PolicyStore>();
            PolicyDocument? current = await store.CurrentAsync(owner.Id, cancellationToken).ConfigureAwait(false);
            Policy policy = current is null ? Policy.Default : PolicyJson.ReadPolicy(current.Document);
            int version = current?.Version ?? 0;
            if (changes is not null)
            {
                Policy before = policy;
                policy = Change(policy, changes);
                if (!await session.Get<ChangePolicy>().HandleAsync(owner.Id, new SitePolicy { Version = version, Policy = before }, policy, "cli", cancellationToken).ConfigureAwait(false))
                {
                    throw new CommandFailedException("Somebody else changed the policy meanwhile. Try again.");
                }

                await Console.Error.WriteLineAsync($"Version {++version} of the policy counts from now on.").ConfigureAwait(false);
            }

            await Console.Out.WriteLineAsync(PolicyJson.Write(policy)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Policy Change(Policy policy, string changes)
    {
        Policy changed;
        try
        {
            changed = PolicyJson.Change(policy, changes, isStrict: true);
        }
        catch (JsonException problem)
        {
            throw new CommandFailedException($"That is no policy: {problem.Message}", problem);
        }

        IReadOnlyDictionary<string, string[]> errors = PolicyValidator.Validate(changed);
        return errors.Count == 0 ? changed : throw new CommandFailedException(string.Join('\n', errors.Values.SelectMany(sentences => sentences)));
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return file == "-" ? await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false) : await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException problem)
        {
            throw new CommandFailedException($"The file {file} cannot be read: {problem.Message}", problem);
        }
    }
}
