using Moderation.Authors;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Administration;

/// <summary>Makes keys of a site and revokes them, each with its line in the audit trail: API keys, and the keys of identity tokens. No line holds a key.</summary>
internal sealed class ChangeKeys(Database database, KeyIssuer issuer, IdentityKeyIssuer identityIssuer, AuditStore audit, TimeProvider clock)
{
    /// <summary>Makes an API key.</summary>
    public Task<IssuedKey> IssueAsync(SiteId site, Door doors, KeyRights rights, KeyOptions options, bool isTest, string? label, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            IssuedKey issued = await issuer.IssueAsync(unit, site, doors, rights, options, isTest, label, actor, token).ConfigureAwait(false);
            await LogAsync(unit, site, actor, "key_added", isTest ? "test" : null, $"key {issued.Key.KeyId:D}: {rights.ToList()} at {doors.ToList()}", token).ConfigureAwait(false);
            return issued;
        },
        cancellationToken);

    /// <summary>Revokes an API key by the key itself or by its id; where a site is named, only a key of that site. False when there is no such key that still counts.</summary>
    public async Task<bool> RevokeAsync(SiteId? site, string keyOrId, string actor, CancellationToken cancellationToken)
    {
        if (await issuer.FindAsync(keyOrId, cancellationToken).ConfigureAwait(false) is not { } key || (site is { } one && key.Site != one))
        {
            return false;
        }

        return await database.RunAsync(
            async (unit, token) => await ApiKeyStore.RevokeAsync(unit, key.KeyId, clock.UtcNowMicros(), token).ConfigureAwait(false)
                && await LogAsync(unit, key.Site, actor, "key_revoked", key.IsTest ? "test" : null, $"key {key.KeyId:D}", token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores a secret, or the public half of a key pair, with which a website signs identity tokens.</summary>
    public Task<IssuedIdentityKey> AddIdentityKeyAsync(SiteId site, string? kid, string? secret, string? publicKeyPem, string? label, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            IssuedIdentityKey issued = publicKeyPem is not null
                ? await identityIssuer.AddPublicKeyAsync(unit, site, kid, publicKeyPem, label, actor, token).ConfigureAwait(false)
                : await identityIssuer.AddSecretAsync(unit, site, kid, secret ?? "", label, actor, token).ConfigureAwait(false);
            if (issued.Key is { } key)
            {
                await LogAsync(unit, site, actor, "identity_key_added", key.Algorithm.ToText(), key.Kid, token).ConfigureAwait(false);
            }

            return issued;
        },
        cancellationToken);

    /// <summary>Revokes a key of identity tokens. False when the site has no such key that still counts.</summary>
    public Task<bool> RevokeIdentityKeyAsync(SiteId site, string kid, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) => await identityIssuer.RevokeAsync(unit, site, kid, token).ConfigureAwait(false)
            && await LogAsync(unit, site, actor, "identity_key_revoked", null, kid, token).ConfigureAwait(false),
        cancellationToken);

    private async Task<bool> LogAsync(Unit unit, SiteId site, string actor, string what, string? how, string note, CancellationToken cancellationToken)
    {
        await audit.AppendManyAsync(unit, [AdminAudit.Entry(site, actor, what, how, note, clock.UtcNowMicros())], cancellationToken).ConfigureAwait(false);
        return true;
    }
}
