using System.Security.Cryptography;
using Moderation.Privacy;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Sites;

/// <summary>Makes API keys and revokes them. The key itself leaves this class once and is kept nowhere.</summary>
internal sealed class KeyIssuer(Database database, ApiKeyStore keys, SiteKeys siteKeys, RandomNumberGenerator random, TimeProvider clock)
{
    /// <summary>Akismet clients need a key of their own form, so that door is asked for by name.</summary>
    public const Door DefaultDoors = Door.Native | Door.Perspective | Door.OpenAi;

    /// <summary>Makes and stores a new key that doors treat in the usual way.</summary>
    public Task<IssuedKey> IssueAsync(SiteId site, Door doors, KeyRights rights, bool isTest, string? label, string actor, CancellationToken cancellationToken) =>
        IssueAsync(site, doors, rights, KeyOptions.None, isTest, label, actor, cancellationToken);

    /// <summary>Makes and stores a new key.</summary>
    public Task<IssuedKey> IssueAsync(SiteId site, Door doors, KeyRights rights, KeyOptions options, bool isTest, string? label, string actor, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => IssueAsync(unit, site, doors, rights, options, isTest, label, actor, token), cancellationToken);

    /// <inheritdoc cref="IssueAsync(SiteId, Door, KeyRights, KeyOptions, bool, string?, string, CancellationToken)"/>
    public async Task<IssuedKey> IssueAsync(Unit unit, SiteId site, Door doors, KeyRights rights, KeyOptions options, bool isTest, string? label, string actor, CancellationToken cancellationToken)
    {
        string secret = (doors & Door.Akismet) != 0 ? SiteKeys.NewAkismetKey(random) : SiteKeys.NewApiKey(random);
        return await RegisterAsync(unit, secret, site, doors, rights, options, isTest, label, actor, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("A new random key is known already.");
    }

    /// <summary>Stores a key that somebody else chose. Null when it is known already, also if it was revoked.</summary>
    public Task<IssuedKey?> RegisterAsync(string secret, SiteId site, Door doors, KeyRights rights, bool isTest, string? label, string actor, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => RegisterAsync(unit, secret, site, doors, rights, KeyOptions.None, isTest, label, actor, token), cancellationToken);

    private async Task<IssuedKey?> RegisterAsync(
        Unit unit, string secret, SiteId site, Door doors, KeyRights rights, KeyOptions options, bool isTest, string? label, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        ApiKey key = new()
        {
            KeyId = Guid.CreateVersion7(now),
            Site = site,
            Doors = doors,
            Rights = rights,
            Options = options,
            IsTest = isTest,
            Hint = SiteKeys.HintOf(secret),
            Label = label,
            CreatedAt = now,
            CreatedBy = actor,
        };
        bool added = await ApiKeyStore.AddAsync(unit, key, siteKeys.Hash(secret), cancellationToken).ConfigureAwait(false);
        return added ? new IssuedKey(secret, key) : null;
    }

    /// <summary>Revokes by the key itself or by its id. False when there is no such key that still counts.</summary>
    public async Task<bool> RevokeAsync(string keyOrId, CancellationToken cancellationToken) =>
        await FindAsync(keyOrId, cancellationToken).ConfigureAwait(false) is { } key && await keys.RevokeAsync(key.KeyId, clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false);

    /// <summary>A key that still counts, by the key itself or by its id; null when there is none.</summary>
    public Task<ApiKey?> FindAsync(string keyOrId, CancellationToken cancellationToken) =>
        Guid.TryParse(keyOrId, out Guid id) ? keys.FindByIdAsync(id, cancellationToken) : keys.FindByHashAsync(siteKeys.Hash(keyOrId), cancellationToken);
}

/// <summary>A new key, with the secret that is shown once.</summary>
internal sealed record IssuedKey(string Secret, ApiKey Key);
