using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Moderation.Privacy;
using Moderation.Rotation;

namespace Moderation.Server.Commands;

/// <summary><c>moderation keys rotate-email</c>: a new key for addresses and other sealed things, while the service serves.</summary>
internal static class RotateEmailCommand
{
    /// <summary>Longer than a process needs to notice a new key.</summary>
    private static readonly TimeSpan UntilNoticed = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        Option<bool> retire = new("--retire") { Description = "Take old keys that nothing needs any more out of the ring. Backups from before need the ring of then" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("rotate-email", "Adds a key to the ring and seals every address anew with it, in batches and without downtime. Started again after an interruption it goes on. Every process must read the same ring file.") { retire, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return result.GetValue(retire)
                    ? await RetireAsync(session, result.GetValue(json), cancellationToken).ConfigureAwait(false)
                    : await RotateAsync(session, result.GetValue(json), cancellationToken).ConfigureAwait(false);
            }
            catch (KeyRingException problem)
            {
                throw new CommandFailedException(problem.Message, problem);
            }
        });
        return command;
    }

    private static async Task<int> RotateAsync(StoreSession session, bool isJson, CancellationToken cancellationToken)
    {
        KeyRing ring = session.Get<KeyRing>();
        RenewSeals seals = session.Get<RenewSeals>();
        long left = 0;
        foreach (int version in ring.SealingVersions.Where(version => version != ring.CurrentSealingVersion))
        {
            left += await seals.CountAsync(version, cancellationToken).ConfigureAwait(false);
        }

        if (left == 0)
        {
            using RandomNumberGenerator random = RandomNumberGenerator.Create();
            KeyRingFile.AddSealingKey(session.Settings.KeyRingPath, random);
            await Console.Error.WriteLineAsync("A new key is in the ring. Keep a copy of the ring apart from the database.").ConfigureAwait(false);

            // Until every process has noticed, some still seal with the key before.
            await Task.Delay(UntilNoticed, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Going on with {left} that an earlier key sealed.")).ConfigureAwait(false);
        }

        long renewed = 0, some;
        do
        {
            long before = renewed;
            some = await seals.HandleAsync(count => Progress(before + count), cancellationToken).ConfigureAwait(false);
            renewed += some;
        }
        while (some > 0);

        if (isJson)
        {
            Output.WriteJson(new { version = ring.CurrentSealingVersion, renewed });
        }
        else
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Key version {ring.CurrentSealingVersion} seals now. Sealed anew: {renewed}. 'moderation keys rotate-email --retire' takes out keys that nothing needs."));
        }

        return ExitCode.Done;
    }

    private static void Progress(long renewed)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{renewed} sealed anew"));
        }
    }

    private static async Task<int> RetireAsync(StoreSession session, bool isJson, CancellationToken cancellationToken)
    {
        KeyRing ring = session.Get<KeyRing>();
        RenewSeals seals = session.Get<RenewSeals>();
        List<int> unused = [], needed = [];
        foreach (int version in ring.SealingVersions.Where(version => version != ring.CurrentSealingVersion))
        {
            (await seals.CountAsync(version, cancellationToken).ConfigureAwait(false) == 0 ? unused : needed).Add(version);
        }

        if (unused.Count > 0)
        {
            using RandomNumberGenerator random = RandomNumberGenerator.Create();
            KeyRingFile.RemoveSealingKeys(session.Settings.KeyRingPath, unused, random);
        }

        if (isJson)
        {
            Output.WriteJson(new { retired = unused, needed });
        }
        else
        {
            Console.Out.WriteLine($"Retired: {Named(unused)}. Still needed: {Named(needed)}.");
        }

        return needed.Count == 0 ? ExitCode.Done : ExitCode.RefusedByGate;
    }

    private static string Named(List<int> versions) => versions.Count == 0 ? "none" : string.Join(", ", versions.Select(version => version.ToString(CultureInfo.InvariantCulture)));
}
