using MudBlazor;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>A line of the navigation.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Path">Where it leads.</param>
/// <param name="Icon">What stands before it.</param>
internal sealed record AdminLink(string Title, string Path, string Icon);

/// <summary>The pages of <c>/admin</c> in their order: what is set for one site, and what for the installation.</summary>
internal static class AdminNav
{
    /// <summary>What programs of a site say about texts; the same page for everybody.</summary>
    public const string FeedbackPath = "/moderate/feedback";

    /// <summary>Pages for everybody who reviews a site.</summary>
    public static readonly IReadOnlyList<AdminLink> OfModerators =
    [
        new("Queue", "/moderate", Icons.Material.Outlined.Inbox),
        new("Pages", "/moderate/pages", Icons.Material.Outlined.Article),
        new("Feedback", FeedbackPath, Icons.Material.Outlined.Forum),
    ];

    /// <summary>Pages about the site that is chosen.</summary>
    public static readonly IReadOnlyList<AdminLink> OfSite =
    [
        new("Site", "/admin/site", Icons.Material.Outlined.Language),
        new("Keys", "/admin/keys", Icons.Material.Outlined.Key),
        new("Pages", "/admin/pages", Icons.Material.Outlined.Article),
        new("Feedback", FeedbackPath, Icons.Material.Outlined.Forum),
        new("Nights", "/admin/hours", Icons.Material.Outlined.Bedtime),
        new("Policy", "/admin/policy", Icons.Material.Outlined.Tune),
        new("Word lists", "/admin/words", Icons.Material.Outlined.Spellcheck),
        new("Blocks", "/admin/blocks", Icons.Material.Outlined.Block),
        new("Models", "/admin/models", Icons.Material.Outlined.Psychology),
        new("Perspective", "/admin/scale", Icons.Material.Outlined.Straighten),
    ];

    /// <summary>Pages about the installation.</summary>
    public static readonly IReadOnlyList<AdminLink> OfInstallation =
    [
        new("Sites", "/admin", Icons.Material.Outlined.Newspaper),
        new("Model of every site", "/admin/models/every-site", Icons.Material.Outlined.Hub),
        new("People", "/admin/people", Icons.Material.Outlined.People),
        new("Alerts", "/admin/alerts", Icons.Material.Outlined.NotificationsActive),
        new("Audit trail", "/admin/audit", Icons.Material.Outlined.History),
        new("Error queue", "/admin/errors", Icons.Material.Outlined.ErrorOutline),
    ];
}
