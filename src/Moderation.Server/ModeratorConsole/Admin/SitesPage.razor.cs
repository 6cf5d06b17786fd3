using Microsoft.AspNetCore.Components;
using Moderation.Administration;
using Moderation.Privacy;
using Moderation.Server.Security;
using Moderation.Sites;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>Every site, and a new one.</summary>
public sealed partial class SitesPage
{
    private string? made;

    /// <inheritdoc/>
    public override string Path => "/admin";

    [Inject]
    private SiteKeys Keys { get; set; } = null!;

    [Inject]
    private ChangeSites Change { get; set; } = null!;

    private protected override string AfterAct => $"/admin/site?site={made}";

    private protected override Task LoadAsync() => Task.CompletedTask;

    private protected override async Task<string?> DoAsync(string act)
    {
        if (act != "site_add")
        {
            return null;
        }

        string? origin = null;
        if (Field("origin") is { Length: > 0 } typed && !Origins.TryNormalise(typed, out origin))
        {
            Refuse("origin", SitePage.OriginRule);
        }

        if (SitePage.ProblemOfName(Field("name")) is { } problem)
        {
            Refuse("name", problem);
        }

        if (!SiteId.TryParse(Field("id"), out SiteId id))
        {
            Refuse("id", "An id has 1 to 63 lower-case letters, digits and hyphens and does not start with a hyphen.");
        }

        if (IsRefused)
        {
            return null;
        }

        if (await Change.AddAsync(id, new SiteSettings { Name = Field("name") }, origin is null ? [] : [origin], Me.Actor, Stop) is null)
        {
            Refuse("id", "There is a site with this id already.");
            return null;
        }

        made = id.Value;
        return "site-added";
    }
}
