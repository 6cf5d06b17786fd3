using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Authors;

/// <summary>Makes keys for identity tokens and takes those a website made itself. Secrets are stored sealed; one that is made here is shown once.</summary>
internal sealed class IdentityKeyIssuer(Database database, EmailSealer sealer, RandomNumberGenerator random, TimeProvider clock)
{
    /// <summary>The kind under which secrets of identity keys are sealed.</summary>
    public const string SecretKind = "identity-key";

    /// <summary>The shortest secret: as long as the hash (RFC 7518, section 3.2).</summary>
    public const int MinSecretBytes = 32;

    private const int MaxSecretBytes = 1_024;
    private const int MaxKidChars = 64;

    /// <summary>A new secret: 43 characters of base64url. What signs are the bytes of this text as it is, which is what JWT libraries make of a text.</summary>
    public string NewSecret()
    {
        Span<byte> bytes = stackalloc byte[MinSecretBytes];
        random.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Stores a secret for HS256. Null, with a sentence, when it cannot be one or the name is taken.</summary>
    public Task<IssuedIdentityKey> AddSecretAsync(SiteId site, string? kid, string secret, string? label, string actor, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => AddSecretAsync(unit, site, kid, secret, label, actor, token), cancellationToken);

    /// <inheritdoc cref="AddSecretAsync(SiteId, string?, string, string?, string, CancellationToken)"/>
    public async Task<IssuedIdentityKey> AddSecretAsync(Unit unit, SiteId site, string? kid, string secret, string? label, string actor, CancellationToken cancellationToken)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        return bytes.Length is < MinSecretBytes or > MaxSecretBytes
            ? new IssuedIdentityKey(null, $"A secret must have {MinSecretBytes} to {MaxSecretBytes} bytes.")
            : await AddAsync(unit, site, kid, label, actor, draft => draft with { SecretSealed = sealer.SealSecret(SecretKind, draft.IdentityKeyId, bytes) }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores the public half of a key for ES256, given as PEM. Null, with a sentence, when it cannot be one or the name is taken.</summary>
    public async Task<IssuedIdentityKey> AddPublicKeyAsync(Unit unit, SiteId site, string? kid, string pem, string? label, string actor, CancellationToken cancellationToken)
    {
        if (ReadPublicKey(pem) is not { } spki)
        {
            return new IssuedIdentityKey(null, "A public key must be a P-256 key in PEM (BEGIN PUBLIC KEY).");
        }

        return await AddAsync(unit, site, kid, label, actor, draft => draft with { Algorithm = IdentityAlgorithm.Es256, PublicKey = spki }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a text is the public half of a key for ES256 in PEM.</summary>
    public static bool IsPublicKey(string pem) => ReadPublicKey(pem) is not null;

    /// <summary>False when the site has no such key that is valid. Tokens of the key are refused within two seconds.</summary>
    public Task<bool> RevokeAsync(SiteId site, string kid, CancellationToken cancellationToken) => database.RunAsync((unit, token) => RevokeAsync(unit, site, kid, token), cancellationToken);

    /// <inheritdoc cref="RevokeAsync(SiteId, string, CancellationToken)"/>
    public Task<bool> RevokeAsync(Unit unit, SiteId site, string kid, CancellationToken cancellationToken) => IdentityKeyStore.RevokeAsync(unit, site, kid, clock.UtcNowMicros(), cancellationToken);

    private async Task<IssuedIdentityKey> AddAsync(Unit unit, SiteId site, string? kid, string? label, string actor, Func<IdentityKey, IdentityKey> complete, CancellationToken cancellationToken)
    {
        if (kid is not null && !IsKid(kid))
        {
            return new IssuedIdentityKey(null, $"A key's name must have 1 to {MaxKidChars} letters, digits, dots, hyphens and underscores.");
        }

        DateTimeOffset now = clock.UtcNowMicros();
        int made = kid is null ? (await IdentityKeyStore.ListAsync(unit, site, cancellationToken).ConfigureAwait(false)).Count : 0;
        string name = kid ?? string.Create(CultureInfo.InvariantCulture, $"k{made + 1}");
        IdentityKey key = complete(new IdentityKey
        {
            IdentityKeyId = Guid.CreateVersion7(now),
            Site = site,
            Kid = name,
            Algorithm = IdentityAlgorithm.Hs256,
            Label = label,
            CreatedAt = now,
            CreatedBy = actor,
        });
        return await IdentityKeyStore.AddAsync(unit, key, cancellationToken).ConfigureAwait(false)
            ? new IssuedIdentityKey(key, null)
            : new IssuedIdentityKey(null, $"The site has or had a key '{name}' already; names are not used twice.");
    }

    private static bool IsKid(string text) => text.Length is > 0 and <= MaxKidChars && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static byte[]? ReadPublicKey(string pem)
    {
        try
        {
            // A private key would be read as well, and its owner would never know that it left.
            if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            {
                return null;
            }

            using ECDsa key = ECDsa.Create();
            key.ImportFromPem(pem);
            return key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value ? key.ExportSubjectPublicKeyInfo() : null;
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>A new key, or a sentence that says why there is none.</summary>
internal sealed record IssuedIdentityKey(IdentityKey? Key, string? Refusal);
