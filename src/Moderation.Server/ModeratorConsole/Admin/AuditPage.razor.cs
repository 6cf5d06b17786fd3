using System.Globalization;
using Microsoft.AspNetCore.Components;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>What people did, by site, by person, or about the installation.</summary>
public sealed partial class AuditPage
{
    private const int PageSize = 100;

    private IReadOnlyList<AuditEntry> entries = [];
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();
    private AuditCursor? more;

    /// <inheritdoc/>
    public override string Path => "/admin/audit";

    /// <summary>The site it is about; nothing: the installation.</summary>
    [SupplyParameterFromQuery(Name = "about")]
    public string? About { get; set; }

    /// <summary>Who did it; nothing: anybody.</summary>
    [SupplyParameterFromQuery(Name = "actor")]
    public string? Actor { get; set; }

    /// <summary>Where the list before ended: the time in ticks and the entry.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    [Inject]
    private AuditStore Store { get; set; } = null!;

    [Inject]
    private People Colleagues { get; set; } = null!;

    private protected override async Task LoadAsync()
    {
        names = await Colleagues.NamesAsync(Stop);
        Actor = string.IsNullOrEmpty(Actor) ? null : Actor;
        SiteId? site = string.IsNullOrEmpty(About) ? Actor is null && About is null && AskedSite is not null ? Site!.Id : null : AllSites.FirstOrDefault(one => one.Id.Value == About)?.Id;
        if (!string.IsNullOrEmpty(About) && site is null)
        {
            NotHere();
            return;
        }

        About = site?.Value;
        AuditCursor? cursor = Read(Before);
        IReadOnlyList<AuditEntry> found = Actor is not null
            ? await Store.ListActsOfAsync(Actor, cursor, PageSize + 1, Stop)
            : await Store.ListActsAsync(site, cursor, PageSize + 1, Stop);
        entries = [.. found.Take(PageSize)];
        more = found.Count > PageSize ? new AuditCursor(entries[^1].At, entries[^1].EntryId) : null;
    }

    private string Older(AuditCursor cursor) => Path + QueryString.Create(new Dictionary<string, string?>
    {
        ["about"] = About ?? "",
        ["actor"] = Actor ?? "",
        ["before"] = string.Create(CultureInfo.InvariantCulture, $"{cursor.At.UtcTicks}.{cursor.EntryId:N}"),
    });

    private static AuditCursor? Read(string? text) =>
        text?.Split('.') is [{ } ticks, { } id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out long at) && at < DateTimeOffset.MaxValue.Ticks && Guid.TryParseExact(id, "N", out Guid entry)
            ? new AuditCursor(new DateTimeOffset(at, TimeSpan.Zero), entry)
            : null;
}
