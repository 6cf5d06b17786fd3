using System.Security.Cryptography;
using Moderation.Privacy;
using Moderation.Time;

namespace Moderation.Sites;

/// <summary>Makes API keys and revokes them. The key itself leaves this class once and is kept nowhere.</summary>
internal sealed class KeyIssuer(ApiKeyStore keys, SiteKeys siteKeys, RandomNumberGenerator random, TimeProvider clock)
{
    /// <summary>Akismet clients need a key of their own form, so that door is asked for by name.</summary>
    public const Door DefaultDoors = Door.Native | Door.Perspective | Door.OpenAi;

    /// <summary>Makes and stores a new key that doors treat in the usual way.</summary>
    public Task<IssuedKey> IssueAsync(SiteId site, Door doors, KeyRights rights, bool isTest, string? label, string actor, CancellationToken cancellationToken) =>
        IssueAsync(site, doors, rights, KeyOptions.None, isTest, label, actor, cancellationToken);

    /// <summary>Makes and stores a new key.</summary>
    public async Task<IssuedKey> IssueAsync(SiteId site, Door doors, KeyRights rights, KeyOptions options, bool isTest, string? label, string actor, CancellationToken cancellationToken)
    {
        string secret = (doors & Door.Akismet) != 0 ? SiteKeys.NewAkismetKey(random) : SiteKeys.NewApiKey(random);
        return await RegisterAsync(secret, site, doors, rights, options, isTest, label, actor, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("A new random key is known already.");
    }

    /// <summary>Stores a key that somebody else chose. Null when it is known already, also if it was revoked.</summary>
    public Task<IssuedKey?> RegisterAsync(string secret, SiteId site, Door doors, KeyRights rights, bool isTest, string? label, string actor, CancellationToken cancellationToken) =>
        RegisterAsync(secret, site, doors, rights, KeyOptions.None, isTest, label, actor, cancellationToken);

    private async Task<IssuedKey?> RegisterAsync(string secret, SiteId site, Door doors, KeyRights rights, KeyOptions options, bool isTest, string? label, string actor, CancellationToken cancellationToken)
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
        bool added = await keys.AddAsync(key, siteKeys.Hash(secret), cancellationToken).ConfigureAwait(false);
        return added ? new IssuedKey(secret, key) : null;
    }

    /// <summary>Revokes by the key itself or by its id. False when there is no such key that still counts.</summary>
    public async Task<bool> RevokeAsync(string keyOrId, CancellationToken cancellationToken)
    {
        Guid? id = Guid.TryParse(keyOrId, out Guid parsed) ? parsed : (await keys.FindByHashAsync(siteKeys.Hash(keyOrId), cancellationToken).ConfigureAwait(false))?.KeyId;
        return id is { } keyId && await keys.RevokeAsync(keyId, clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A new key, with the secret that is shown once.</summary>
internal sealed record IssuedKey(string Secret, ApiKey Key);
