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
    OncePerStore once, ServerSettings settings, SiteStore sites, SiteRegistration registration, ApiKeyStore apiKeys, KeyIssuer keys, SiteKeys siteKeys, InstallationStore installation, RandomNumberGenerator random)
{
    /// <summary>Set once: the demo's first conversation is to be written.</summary>
    public const string DemoWanted = "demo_seed_wanted";

    private const string Marker = "first_start";

    /// <summary>What this start made, for the terminal; null when it made nothing or was given the key.</summary>
    public FirstStartSecrets? Made { get; private set; }

    /// <summary>Safe to run at every start and in several processes at once.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => once.RunAsync(IsMadeAsync, MakeAsync, cancellationToken);

    private async Task<bool> IsMadeAsync(CancellationToken cancellationToken)
    {
        bool isKeyKnown = settings.BootstrapApiKey is not { } configured || await apiKeys.FindByHashAsync(siteKeys.Hash(configured), cancellationToken).ConfigureAwait(false) is not null;
        return isKeyKnown && await installation.GetAsync(Marker, cancellationToken).ConfigureAwait(false) is not null;
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        await registration.AddAsync(settings.BootstrapSite, settings.BootstrapSite.Value, [], requiresEmail: false, cancellationToken).ConfigureAwait(false);
        Site site = await sites.FindAsync(settings.BootstrapSite, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The site {settings.BootstrapSite} was added and is not there.");
        if (settings.BootstrapApiKey is { } given)
        {
            await keys.RegisterAsync(given, site.Id, KeyIssuer.DefaultDoors, KeyRights.All, isTest: false, "from the settings", "system", cancellationToken).ConfigureAwait(false);
        }

        FirstStartFile file = new(settings.DataDirectory);
        string publicKey = siteKeys.PublicKey(site.Id, site.PublicKeySalt);
        await file.SetAsideUnlessAsync("publicKey", publicKey, cancellationToken).ConfigureAwait(false);
        if (settings.BootstrapApiKey is null)
        {
            // The file comes first: a process that dies here finds its key again at the next start, and a key that nobody could read is never registered.
            string secret = await file.ReadAsync("apiKey", cancellationToken).ConfigureAwait(false) ?? SiteKeys.NewApiKey(random);
            await file.WriteAsync([("site", site.Id.Value), ("apiKey", secret), ("publicKey", publicKey)], cancellationToken).ConfigureAwait(false);
            await keys.RegisterAsync(secret, site.Id, KeyIssuer.DefaultDoors, KeyRights.All, isTest: false, "first start", "system", cancellationToken).ConfigureAwait(false);
            Made = new FirstStartSecrets { Site = site.Id.Value, ApiKey = secret, File = file.Path };
        }

        await installation.SetIfAbsentAsync(DemoWanted, "yes", cancellationToken).ConfigureAwait(false);
        await installation.SetIfAbsentAsync(Marker, "yes", cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>What the first start made.</summary>
internal sealed record FirstStartSecrets
{
    public required string Site { get; init; }

    public required string ApiKey { get; init; }

    public required string File { get; init; }
}
