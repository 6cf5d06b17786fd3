using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>The pages of a site in the navigation of the admins; the same page as moderators have.</summary>
[Route("/admin/pages")]
[Authorize(Policy = ConsolePolicies.Admin)]
[Layout(typeof(AdminLayout))]
public sealed class AdminPagesPage : PagesPage
{
    /// <inheritdoc/>
    public override string Path => "/admin/pages";
}
