using Moderation.Pages;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Administration;

/// <summary>Sets when people of a site look at submissions, with a line in the audit trail.</summary>
internal sealed class ChangeHours(Database database, AuditStore audit, TimeProvider clock)
{
    private const string FindSql = """
        select staffing
        from site
        where site_id = @site
        """;

    /// <summary>Null when the site has none.</summary>
    public async Task<StaffingHours?> FindAsync(SiteId site, CancellationToken cancellationToken) =>
        StaffingHours.Read(await database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<string>(FindSql, new { site = site.Value }, token), cancellationToken).ConfigureAwait(false));

    private const string SetSql = """
        update site
        set staffing = @staffing
        where site_id = @site
        """;

    /// <summary>Sets sound hours. False when there is no such site.</summary>
    public Task<bool> SetAsync(SiteId site, StaffingHours hours, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            if (await unit.ExecuteAsync(SetSql, new { site = site.Value, staffing = hours.Write() }, token).ConfigureAwait(false) == 0)
            {
                return false;
            }

            string note = $"{hours.TimeZone}: {string.Join(", ", hours.Days.Select(day => day.Length == 0 ? "nobody" : day))}; outside {hours.Outside.ToText()}; {hours.Holidays.Count} holidays; unreviewed {(hours.ClosesUnreviewedAfterDays is { } days ? $"closed after {days} days" : "waits")}";
            await audit.AppendManyAsync(unit, [AdminAudit.Entry(site, actor, "hours_changed", null, note, clock.UtcNowMicros())], token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
