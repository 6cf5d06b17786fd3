using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Administration;

/// <summary>Who is told when something is wrong: webhooks, sealed. What they are told is in <see cref="AlertDeliveries"/>.</summary>
internal sealed class AlertStore(Database database, AuditStore audit, EmailSealer sealer, RandomNumberGenerator random, TimeProvider clock)
{
    private const string UrlKind = "alert-url";
    private const string SecretKind = "alert-secret";
    private const int SecretBytes = 32;

    private const string AddSql = """
        insert into alert_target (target_id, site_id, shown, url_sealed, secret_sealed, created_at, created_by)
        values (@TargetId, @SiteId, @Shown, @UrlSealed, @SecretSealed, @CreatedAt, @CreatedBy)
        """;

    /// <summary>Adds a webhook. Returns the secret that signs what is sent to it, to be shown once.</summary>
    public async Task<string> AddAsync(Uri url, SiteId? site, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        Guid id = Guid.CreateVersion7(now);
        byte[] bytes = new byte[SecretBytes];
        random.GetBytes(bytes);
        string secret = Base64Url.EncodeToString(bytes);
        AlertTarget target = new()
        {
            TargetId = id,
            SiteId = site?.Value,
            Shown = url.Host,
            UrlSealed = sealer.SealSecret(UrlKind, id, Encoding.UTF8.GetBytes(url.AbsoluteUri)),
            SecretSealed = sealer.SealSecret(SecretKind, id, Encoding.UTF8.GetBytes(secret)),
            CreatedAt = now,
            CreatedBy = actor,
        };
        await database.RunAsync(
            async (unit, token) =>
            {
                await unit.ExecuteAsync(AddSql, target, token).ConfigureAwait(false);
                await audit.AppendManyAsync(unit, [AdminAudit.Entry(site, actor, "alert_target_added", null, target.Shown, now)], token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return secret;
    }

    private const string RemoveSql = """
        delete from alert_target
        where target_id = @id
        """;

    private const string OweNothingSql = """
        delete from alert_delivery
        where target = @target
        """;

    /// <summary>False when there is no such webhook.</summary>
    public Task<bool> RemoveAsync(AlertTarget target, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            if (await unit.ExecuteAsync(RemoveSql, new { id = target.TargetId }, token).ConfigureAwait(false) == 0)
            {
                return false;
            }

            await unit.ExecuteAsync(OweNothingSql, new { target = target.TargetId.ToString("D") }, token).ConfigureAwait(false);
            SiteId? site = target.SiteId is null ? null : SiteId.Parse(target.SiteId);
            await audit.AppendManyAsync(unit, [AdminAudit.Entry(site, actor, "alert_target_removed", null, target.Shown, clock.UtcNowMicros())], token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private const string ListSql = """
        select target_id, site_id, shown, url_sealed, secret_sealed, created_at, created_by
        from alert_target
        order by created_at, target_id
        limit 100
        """;

    /// <summary>Every webhook, oldest first.</summary>
    public Task<IReadOnlyList<AlertTarget>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<AlertTarget>>(
        async (unit, token) => await unit.QueryAsync<AlertTarget>(ListSql, null, token).ConfigureAwait(false), cancellationToken);

    /// <summary>Where a webhook leads, and what signs it.</summary>
    public (Uri Url, string Secret) Open(AlertTarget target) =>
        (new Uri(Encoding.UTF8.GetString(sealer.OpenSecret(UrlKind, target.TargetId, target.UrlSealed))), Encoding.UTF8.GetString(sealer.OpenSecret(SecretKind, target.TargetId, target.SecretSealed)));

    private const string NewestThreatSql = """
        select received_at
        from submission
        where site_id = @site and state = 'flagged' and priority > 0 and not is_test
        order by received_at desc
        limit 1
        """;

    /// <summary>When the newest urgent submission that waits was received; null when none waits.</summary>
    public Task<DateTimeOffset?> NewestThreatAsync(SiteId site, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<DateTimeOffset?>(NewestThreatSql, new { site = site.Value }, token), cancellationToken);
}
