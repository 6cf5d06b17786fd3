using System.Globalization;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Administration;

/// <summary>
/// What is wrong, and to whom it is still to be told. An alert and everybody who is to hear of it are written in one transaction, and whoever was not reached stays there until somebody reached them or it is
/// over: neither a mail server that is away nor a process that is killed loses an alert. Only a process that ends between sending and writing it down tells it twice.
/// </summary>
internal sealed class AlertDeliveries(Database database, AuditStore audit, TimeProvider clock)
{
    /// <summary>Longer than any try takes, so that two processes do not tell the same at once.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMinutes(1);

    private const string RaiseSql = """
        insert into alert (site_id, kind, mark, raised_at)
        values (@site, @kind, @mark, @now)
        on conflict (site_id, kind) do update set mark = excluded.mark, raised_at = excluded.raised_at, cleared_at = null
        where alert.cleared_at is not null or alert.mark < excluded.mark
        """;

    private const string OweSql = """
        insert into alert_delivery (site_id, kind, target, attempts, next_at)
        values (@site, @kind, @target, 0, @now)
        on conflict (site_id, kind, target) do update set attempts = 0, next_at = excluded.next_at, told_at = null, problem = null
        """;

    /// <summary>Notes that something is wrong, and who is to be told. False when it was noted already, or when what is wrong now is older than what was noted.</summary>
    public Task<bool> RaiseAsync(Alert alert, IReadOnlyList<string> targets, CancellationToken cancellationToken)
    {
        var row = new { site = SiteOf(alert.Site), kind = alert.Kind.ToText(), mark = alert.Mark, now = clock.UtcNowMicros() };
        return database.RunAsync(
            async (unit, token) =>
            {
                if (await unit.ExecuteAsync(RaiseSql, row, token).ConfigureAwait(false) == 0)
                {
                    return false;
                }

                foreach (string target in targets)
                {
                    await unit.ExecuteAsync(OweSql, new { row.site, row.kind, target, row.now }, token).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken);
    }

    private const string ClearSql = """
        update alert
        set cleared_at = @now
        where site_id = @site and kind = @kind and cleared_at is null
        """;

    private const string ForgetSql = """
        delete from alert_delivery
        where site_id = @site and kind = @kind
        """;

    /// <summary>It is over, and nobody needs to hear of it any more; when it comes back it is told anew.</summary>
    public Task ClearAsync(SiteId? site, AlertKind kind, CancellationToken cancellationToken)
    {
        var row = new { site = SiteOf(site), kind = kind.ToText(), now = clock.UtcNowMicros() };
        return database.RunAsync(
            async (unit, token) =>
            {
                if (await unit.ExecuteAsync(ClearSql, row, token).ConfigureAwait(false) == 1)
                {
                    await unit.ExecuteAsync(ForgetSql, row, token).ConfigureAwait(false);
                }
            },
            cancellationToken);
    }

    private const string TakeSql = """
        update alert_delivery
        set attempts = attempts + 1, next_at = @next
        where site_id = @site and kind = @kind and told_at is null and next_at <= @now
        returning target, attempts, next_at
        """;

    /// <summary>Who is to be told now; nobody else takes them for a minute.</summary>
    public Task<IReadOnlyList<AlertDelivery>> TakeAsync(Alert alert, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        var row = new { site = SiteOf(alert.Site), kind = alert.Kind.ToText(), now, next = now + BetweenTries };
        return database.RunAsync<IReadOnlyList<AlertDelivery>>(async (unit, token) => await unit.QueryAsync<AlertDelivery>(TakeSql, row, token).ConfigureAwait(false), cancellationToken);
    }

    private const string SettleSql = """
        update alert_delivery
        set told_at = @told, problem = @problem
        where site_id = @site and kind = @kind and target = @target and next_at = @NextAt and told_at is null
        """;

    /// <summary>Notes what became of a try, unless something newer is to be told to them since. The audit trail says who was told, and once who could not be.</summary>
    /// <param name="alert">What was to be told.</param>
    /// <param name="delivery">To whom.</param>
    /// <param name="shown">How that is called.</param>
    /// <param name="problem">Why it was not taken; null when it was.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    public Task SettleAsync(Alert alert, AlertDelivery delivery, string shown, string? problem, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        var row = new { site = SiteOf(alert.Site), kind = alert.Kind.ToText(), target = delivery.Target, delivery.NextAt, told = problem is null ? now : (DateTimeOffset?)null, problem };
        return database.RunAsync(
            async (unit, token) =>
            {
                if (await unit.ExecuteAsync(SettleSql, row, token).ConfigureAwait(false) == 1 && (problem is null || delivery.Attempts == 1))
                {
                    string note = problem is null ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown}: {problem}");
                    await audit.AppendManyAsync(unit, [AdminAudit.Entry(alert.Site, "system", problem is null ? "alert_told" : "alert_not_told", row.kind, note, now)], token).ConfigureAwait(false);
                }
            },
            cancellationToken);
    }

    private const string ForgetRemovedSql = """
        delete from alert_delivery
        where site_id = @site and kind = @kind and target = @target and not exists (select 1 from alert_target where target_id = @id)
        """;

    /// <summary>
    /// Lets go of what a webhook was to be told that is removed since: who removed it may not have seen an alert that was just being raised. One that is there, and that only the caller does not know yet, is still told.
    /// </summary>
    public Task ForgetRemovedAsync(Alert alert, AlertDelivery delivery, CancellationToken cancellationToken)
    {
        var row = new { site = SiteOf(alert.Site), kind = alert.Kind.ToText(), target = delivery.Target, id = Guid.TryParse(delivery.Target, out Guid id) ? id : Guid.Empty };
        return database.RunAsync((unit, token) => unit.ExecuteAsync(ForgetRemovedSql, row, token), cancellationToken);
    }

    private const string ListSql = """
        select alert.site_id, alert.kind, alert.raised_at, alert_delivery.target, alert_delivery.told_at, alert_delivery.problem
        from alert
        left join alert_delivery on alert_delivery.site_id = alert.site_id and alert_delivery.kind = alert.kind
        where alert.cleared_at is null
        order by alert.raised_at desc, alert.site_id, alert.kind, alert_delivery.target
        limit 500
        """;

    /// <summary>What is wrong now and who was told, the latest first: a row for each who was to be told, or one without a target.</summary>
    public Task<IReadOnlyList<RaisedAlert>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<RaisedAlert>>(
        async (unit, token) => await unit.QueryAsync<RaisedAlert>(ListSql, null, token).ConfigureAwait(false), cancellationToken);

    private static string SiteOf(SiteId? site) => site?.Value ?? "";
}

/// <summary>Somebody who is to be told.</summary>
internal sealed record AlertDelivery
{
    /// <summary><see cref="AlertTarget.Mail"/>, or the id of a webhook.</summary>
    public required string Target { get; init; }

    /// <summary>The how many-th try this is.</summary>
    public int Attempts { get; init; }

    /// <summary>Until when nobody else tries: by this a try is known.</summary>
    public DateTimeOffset NextAt { get; init; }
}

/// <summary>What is wrong, and whether one of those who are to hear of it was told.</summary>
internal sealed record RaisedAlert
{
    /// <summary>Empty: the installation.</summary>
    public required string SiteId { get; init; }

    public required string Kind { get; init; }

    public DateTimeOffset RaisedAt { get; init; }

    /// <summary>Null: there was nobody to tell.</summary>
    public string? Target { get; init; }

    /// <summary>Null: not yet.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>Why it was not taken the last time; null when it was, or before the first try.</summary>
    public string? Problem { get; init; }
}
