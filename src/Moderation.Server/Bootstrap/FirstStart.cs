using System.Security.Cryptography;
using Moderation.Privacy;
using Moderation.Server.Settings;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.Bootstrap;

/// <summary>
/// Makes the first site and its API key, once for a store. What was not given in the settings goes to a file that only its owner can read; the logger
/// never sees it.
/// </summary>
internal sealed class FirstStart(
    ServerSettings settings, SiteStore sites, SiteRegistration registration, ApiKeyStore apiKeys, KeyIssuer keys, SiteKeys siteKeys, InstallationStore installation, RandomNumberGenerator random, TimeProvider clock)
{
    /// <summary>Set once: the demo's first conversation is to be written.</summary>
    public const string DemoWanted = "demo_seed_wanted";

    private const string Marker = "first_start";

    /// <summary>What this start made, for the terminal; null when it made nothing.</summary>
    public FirstStartSecrets? Made { get; private set; }

    /// <summary>Safe to run at every start and in several processes at once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Reads first: a process whose database user may not write these tables starts as long as there is nothing to make.
        bool isKeyKnown = settings.BootstrapApiKey is not { } configured || await apiKeys.FindByHashAsync(siteKeys.Hash(configured), cancellationToken).ConfigureAwait(false) is not null;
        if (isKeyKnown && await installation.GetAsync(Marker, cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        await registration.AddAsync(settings.BootstrapSite, settings.BootstrapSite.Value, [], requiresEmail: false, cancellationToken).ConfigureAwait(false);
        Site site = await sites.FindAsync(settings.BootstrapSite, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The site {settings.BootstrapSite} was added and is not there.");
        if (settings.BootstrapApiKey is { } given)
        {
            await keys.RegisterAsync(given, site.Id, KeyIssuer.DefaultDoors, KeyRights.All, isTest: false, "from the settings", "system", cancellationToken).ConfigureAwait(false);
        }

        // The file comes first: a process that dies here finds its key again at the next start, and a key that nobody could read is never registered.
        FirstStartFile file = new(settings.DataDirectory);
        string publicKey = siteKeys.PublicKey(site.Id, site.PublicKeySalt);
        await file.SetAsideUnlessAsync("publicKey", publicKey, cancellationToken).ConfigureAwait(false);
        string? secret = settings.BootstrapApiKey is null ? await file.ReadAsync("apiKey", cancellationToken).ConfigureAwait(false) ?? SiteKeys.NewApiKey(random) : null;
        FirstStartSecrets secrets = new() { Site = site.Id.Value, ApiKey = secret, PublicKey = publicKey, File = file.Path };
        if (secret is not null)
        {
            await file.WriteAsync([("site", secrets.Site), ("apiKey", secrets.ApiKey), ("publicKey", secrets.PublicKey)], cancellationToken).ConfigureAwait(false);
            await keys.RegisterAsync(secret, site.Id, KeyIssuer.DefaultDoors, KeyRights.All, isTest: false, "first start", "system", cancellationToken).ConfigureAwait(false);
        }

        await installation.SetIfAbsentAsync(DemoWanted, "yes", cancellationToken).ConfigureAwait(false);
        string own = Guid.CreateVersion7(clock.GetUtcNow()).ToString("D");
        if (await installation.SetIfAbsentAsync(Marker, own, cancellationToken).ConfigureAwait(false) == own)
        {
            Made = secrets;
        }
        else if (secret is not null)
        {
            // Another process made the first start at the same time; its key is the one.
            await keys.RevokeAsync(secret, cancellationToken).ConfigureAwait(false);
            file.Delete();
        }
    }
}

/// <summary>What the first start made.</summary>
internal sealed record FirstStartSecrets
{
    public required string Site { get; init; }

    /// <summary>Null when the settings gave one.</summary>
    public required string? ApiKey { get; init; }

    public required string PublicKey { get; init; }

    public required string File { get; init; }
}
