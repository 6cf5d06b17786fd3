using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Accounts;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>People and trails for the tests of the admin pages.</summary>
internal static class AdminVisits
{
    private const string Password = "seven minutes by boat";

    /// <summary>Somebody signed in as the admin of the first start.</summary>
    public static async Task<ConsoleVisitor> AdminAsync(this ModerationApp app)
    {
        ConsoleVisitor visitor = new(app);
        (await visitor.SignInAsync()).With(HttpStatusCode.Redirect);
        return visitor;
    }

    /// <summary>Somebody signed in who reviews the submissions of some sites.</summary>
    public static async Task<ConsoleVisitor> ModeratorAsync(this ModerationApp app, string name, params string[] sites)
    {
        await app.Get<ManageModerators>().AddAsync(name, name, ModeratorRole.Moderator, [.. sites.Select(SiteId.Parse)], Password, mustChange: false, "cli", TestContext.Current.CancellationToken);
        ConsoleVisitor visitor = new(app);
        (await visitor.SignInAsync(name, Password)).With(HttpStatusCode.Redirect);
        return visitor;
    }

    /// <summary>What the audit trail says was done about a site, or about the installation: who, what, and to what, oldest first.</summary>
    public static async Task<IReadOnlyList<string>> TrailAsync(this ModerationApp app, string? site) =>
        await app.Get<Database>().ReadAsync(
            (unit, token) => unit.QueryAsync<string>(
                """
                select actor || ' ' || decision || ' ' || coalesce(reason, '') || ' ' || coalesce(note, '')
                from audit_entry
                where kind = 'admin' and site_id is not distinct from @site
                order by at, entry_id
                """,
                new { site },
                token),
            TestContext.Current.CancellationToken);

    /// <summary>Expects that the trail has a line of a moderator with all of these words.</summary>
    public static async Task ExpectTrailAsync(this ModerationApp app, string? site, params string[] words)
    {
        IReadOnlyList<string> trail = await app.TrailAsync(site);
        Assert.True(trail.Any(line => line.StartsWith("moderator:", StringComparison.Ordinal) && words.All(word => line.Contains(word, StringComparison.Ordinal))), $"Nothing says {string.Join(", ", words)}: {string.Join(" | ", trail)}");
    }

    /// <summary>The routes of the admin pages, with an id where one belongs.</summary>
    public static IReadOnlyList<(string Path, IReadOnlyList<string> Policies)> AdminRoutes(this ModerationApp app) =>
    [
        .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (Path: "/" + endpoint.RoutePattern.RawText!.Trim('/'), Policies: (IReadOnlyList<string>)[.. endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy ?? "")]))
            .Where(route => route.Path == "/admin" || route.Path.StartsWith("/admin/", StringComparison.Ordinal))
            .Select(route => (System.Text.RegularExpressions.Regex.Replace(route.Path, "{[^}]*}", parameter => parameter.Value.EndsWith(":int}", StringComparison.Ordinal) ? "1" : "00000000-0000-0000-0000-000000000001"), route.Policies)),
    ];
}
