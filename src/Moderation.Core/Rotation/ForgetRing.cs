using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Rotation;

/// <summary>
/// Gives a store whose key ring is lost a new one: comments and decisions stay, and everything that only the old ring could open or recognise goes, because it would be in the way for ever.
/// </summary>
internal sealed class ForgetRing(Database database, TimeProvider clock)
{
    private static readonly string[] Statements =
    [
        """
        update submission
        set email_sealed = null, email_hash = null, author_key = null, author_verified = false, network_hash = null
        where email_sealed is not null or email_hash is not null or author_key is not null or network_hash is not null
        """,
        "update dead_letter set payload_sealed = null where payload_sealed is not null",
        "update identity_key set secret_sealed = null, revoked_at = coalesce(revoked_at, @now)",
        "update block set network_sealed = null, lifted_at = coalesce(lifted_at, @now), changed_at = @now",
        "update api_key set revoked_at = coalesce(revoked_at, @now)",
        "update moderator set totp_sealed = null, totp_confirmed = false",
        "delete from alert_target",
        "update report set network_hash = null",
        "delete from moderator_recovery",
        "delete from console_session",
        "update campaign set sketch = @none",
    ];

    private const string SitesSql = "select site_id, public_key_salt as salt from site";

    private const string PublicKeySql = "update site set public_key_hash = @hash where site_id = @site";

    private const string FingerprintSql = "update installation set value = @fingerprint where name = @name";

    /// <param name="ring">The new ring.</param>
    /// <param name="fingerprintName">Under which name the store keeps the fingerprint of its ring.</param>
    /// <param name="cancellationToken">Stops before the commit: then nothing is changed.</param>
    public Task HandleAsync(KeyRing ring, string fingerprintName, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            DateTimeOffset now = clock.UtcNowMicros();
            foreach (string statement in Statements)
            {
                await unit.ExecuteAsync(statement, new { now, none = Array.Empty<byte>() }, token).ConfigureAwait(false);
            }

            SiteKeys keys = new(ring);
            foreach (SiteRow site in await unit.QueryAsync<SiteRow>(SitesSql, null, token).ConfigureAwait(false))
            {
                byte[] hash = keys.Hash(keys.PublicKey(SiteId.Parse(site.SiteId), site.Salt));
                await unit.ExecuteAsync(PublicKeySql, new { hash, site = site.SiteId }, token).ConfigureAwait(false);
            }

            await unit.ExecuteAsync(FingerprintSql, new { fingerprint = ring.Fingerprint, name = fingerprintName }, token).ConfigureAwait(false);
        },
        cancellationToken);

    private sealed record SiteRow
    {
        public required string SiteId { get; init; }

        public required string Salt { get; init; }
    }
}
