using System.Globalization;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Administration;

/// <summary>Registers sites and changes them, each with its line in the audit trail.</summary>
internal sealed class ChangeSites(Database database, SiteRegistration registration, AuditStore audit, TimeProvider clock)
{
    /// <summary>Registers a site. Null when a site with this id exists.</summary>
    public Task<Site?> AddAsync(SiteId id, SiteSettings settings, IReadOnlyList<string> origins, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            if (await registration.AddAsync(unit, id, settings, origins, token).ConfigureAwait(false) is not { } made)
            {
                return null;
            }

            await LogAsync(unit, id, actor, "site_added", settings.Name, token).ConfigureAwait(false);
            return made;
        },
        cancellationToken);

    /// <summary>Name, need of an e-mail address and the age at which pages close. False when there is no such site.</summary>
    public Task<bool> SetAsync(SiteId id, SiteSettings settings, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) => await SiteStore.SetAsync(unit, id, settings, token).ConfigureAwait(false)
            && await LogAsync(unit, id, actor, "site_changed", Describe(settings), token).ConfigureAwait(false),
        cancellationToken);

    /// <summary>From now on browsers may post from this origin. False when they may already.</summary>
    public Task<bool> AddOriginAsync(SiteId id, string origin, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) => await SiteStore.AddOriginAsync(unit, id, origin, token).ConfigureAwait(false)
            && await LogAsync(unit, id, actor, "origin_added", origin, token).ConfigureAwait(false),
        cancellationToken);

    /// <summary>Browsers may post from this origin no more. False when they might not.</summary>
    public Task<bool> RemoveOriginAsync(SiteId id, string origin, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) => await SiteStore.RemoveOriginAsync(unit, id, origin, token).ConfigureAwait(false)
            && await LogAsync(unit, id, actor, "origin_removed", origin, token).ConfigureAwait(false),
        cancellationToken);

    private async Task<bool> LogAsync(Unit unit, SiteId id, string actor, string what, string note, CancellationToken cancellationToken)
    {
        await audit.AppendManyAsync(unit, [AdminAudit.Entry(id, actor, what, null, note, clock.UtcNowMicros())], cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static string Describe(SiteSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{settings.Name}; e-mail {(settings.RequiresEmail ? "required" : "optional")}; pages close {(settings.ClosesPagesAfterDays is { } days ? $"after {days} days" : "never by age")}");
}
