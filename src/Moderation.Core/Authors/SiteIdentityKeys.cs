using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Moderation.Privacy;
using Moderation.Sites;

namespace Moderation.Authors;

/// <summary>The valid identity keys of each site, opened and remembered: a new or a revoked one counts within two seconds.</summary>
internal sealed class SiteIdentityKeys
{
    private readonly IdentityKeyStore keys;
    private readonly EmailSealer sealer;
    private readonly SiteMemory<IReadOnlyDictionary<Guid, VerifyingKey>> memory;

    public SiteIdentityKeys(IdentityKeyStore keys, EmailSealer sealer, TimeProvider clock)
    {
        this.keys = keys;
        this.sealer = sealer;
        memory = new SiteMemory<IReadOnlyDictionary<Guid, VerifyingKey>>(ReadAsync, clock);
    }

    /// <summary>None when the site signs no identity tokens.</summary>
    public async ValueTask<IReadOnlyCollection<VerifyingKey>> CurrentAsync(SiteId site, CancellationToken cancellationToken) =>
        [.. (await memory.CurrentAsync(site, cancellationToken).ConfigureAwait(false)).Values];

    private async Task<IReadOnlyDictionary<Guid, VerifyingKey>> ReadAsync(SiteId site, IReadOnlyDictionary<Guid, VerifyingKey>? before, CancellationToken cancellationToken)
    {
        IReadOnlyList<IdentityKey> rows = await keys.ListAsync(site, cancellationToken).ConfigureAwait(false);

        // A key never changes, so that what was opened before stays open.
        return rows.Where(row => row.RevokedAt is null).ToDictionary(row => row.IdentityKeyId, row => before?.GetValueOrDefault(row.IdentityKeyId) ?? Open(row));
    }

    private VerifyingKey Open(IdentityKey row)
    {
        switch (row.Algorithm)
        {
            case IdentityAlgorithm.Hs256:
                byte[] secret = sealer.OpenSecret(IdentityKeyIssuer.SecretKind, row.IdentityKeyId, row.SecretSealed ?? throw Missing(row));
                return new VerifyingKey(row.Kid, SecurityAlgorithms.HmacSha256, new SymmetricSecurityKey(secret) { KeyId = row.Kid });
            case IdentityAlgorithm.Es256:
                ECDsa key = ECDsa.Create();
                key.ImportSubjectPublicKeyInfo(row.PublicKey ?? throw Missing(row), out _);
                return new VerifyingKey(row.Kid, SecurityAlgorithms.EcdsaSha256, new ECDsaSecurityKey(key) { KeyId = row.Kid });
        }

        throw Missing(row);
    }

    private static InvalidOperationException Missing(IdentityKey row) => new($"The identity key {row.IdentityKeyId} of site {row.Site} has nothing to check with.");
}
