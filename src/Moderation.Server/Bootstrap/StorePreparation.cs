using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Moderation.Privacy;
using Moderation.Server.Settings;
using Moderation.Storage;

namespace Moderation.Server.Bootstrap;

/// <summary>The opened store and the key ring that belongs to it.</summary>
internal sealed record PreparedStore(Database Database, KeyRing Ring);

/// <summary>
/// Opens the store, brings its schema up to date and makes sure that the key ring is the one the store was filled with: a process with another ring
/// could read no address and would find no key, so it refuses to start.
/// </summary>
internal static class StorePreparation
{
    /// <summary>Under which name the store keeps the fingerprint of its ring.</summary>
    public const string FingerprintName = "key_ring_fingerprint";

    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Throws <see cref="OptionsValidationException"/> with a sentence when the ring is missing, unreadable or another one.</summary>
    public static async Task<PreparedStore> RunAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        Database database = new(settings.Storage, TimeProvider.System);
        await WaitForStoreAsync(database, cancellationToken).ConfigureAwait(false);
        try
        {
            await database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (Database.IsNotAllowed(problem))
        {
            throw NotAllowed();
        }

        InstallationStore installation = new(database);
        string? expected = await installation.GetAsync(FingerprintName, cancellationToken).ConfigureAwait(false);
        try
        {
            // A store that knows its ring never gets a new one: that would hide that the old one is missing.
            if (expected is not null && !File.Exists(Path.Combine(settings.KeyRingPath, KeyRingFile.FileName)))
            {
                throw Refused($"Moderation__KeyRingPath: there is no {KeyRingFile.FileName} in {settings.KeyRingPath}, and the store was filled with one. Put it back; without it addresses cannot be opened and keys are not found.");
            }

            using RandomNumberGenerator random = RandomNumberGenerator.Create();
            KeyRing ring = KeyRingFile.LoadOrCreate(settings.KeyRingPath, random);
            string standing = expected ?? await installation.SetIfAbsentAsync(FingerprintName, ring.Fingerprint, cancellationToken).ConfigureAwait(false);
            if (standing != ring.Fingerprint)
            {
                throw Refused($"Moderation__KeyRingPath: the key ring in {settings.KeyRingPath} is not the one this store was filled with. Give this process the ring of the others; without it addresses cannot be opened and keys are not found.");
            }

            return new PreparedStore(database, ring);
        }
        catch (Exception problem) when (Database.IsNotAllowed(problem))
        {
            throw NotAllowed();
        }
        catch (KeyRingException problem)
        {
            throw Refused($"Moderation__KeyRingPath: {problem.Message}");
        }
    }

    /// <summary>What a process says whose database user may not make what is missing.</summary>
    public static OptionsValidationException NotAllowed() =>
        Refused("ConnectionStrings__Postgres: the store is not ready for this version and this database user may not change that. Run 'moderation migrate' with the owner's connection string first, then deploy/postgres/roles.sql.");

    private static OptionsValidationException Refused(string sentence) => new(ModerationOptions.Section, typeof(ModerationOptions), [sentence]);

    private static async Task WaitForStoreAsync(Database database, CancellationToken cancellationToken)
    {
        TimeProvider clock = TimeProvider.System;
        long started = clock.GetTimestamp();
        while (!await database.IsReachableAsync(cancellationToken).ConfigureAwait(false))
        {
            if (clock.GetElapsedTime(started) > StoreTimeout)
            {
                throw new OptionsValidationException(ModerationOptions.Section, typeof(ModerationOptions), [$"ConnectionStrings__Postgres: the database did not answer within {StoreTimeout.TotalSeconds:0} seconds."]);
            }

            await Console.Error.WriteLineAsync("Waiting for the database.").ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromSeconds(2), clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
