using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Moderation.Bulk;
using Moderation.Campaigns;
using Moderation.Search;
using Moderation.Server.ModeratorConsole.Account;
using Moderation.Server.ModeratorConsole.Campaigns;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Server.ModeratorConsole.Live;
using Moderation.Server.ModeratorConsole.ModelPages;
using Moderation.Server.ModeratorConsole.Receipts;
using Moderation.Server.ModeratorConsole.Search;
using Moderation.Server.ModeratorConsole.Shell;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Server.Settings;
using MudBlazor.Services;

namespace Moderation.Server.ModeratorConsole;

/// <summary>The console at <c>/moderate</c> and <c>/admin</c>: people sign in with a session of their own, never with a key of a site.</summary>
internal static class ConsoleExtensions
{
    public static IServiceCollection AddConsole(this IServiceCollection services, ServerSettings settings)
    {
        // Every process of the console must read what another one protected, also after a restart: the keys stand beside the key ring, which all share.
        services.AddDataProtection()
            .SetApplicationName("moderation")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(settings.KeyRingPath, "console")));
        AuthenticationBuilder authentication = services.AddAuthentication(SessionAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        if (settings.OpenIdConnect is { } provider)
        {
            authentication.AddOrganisation(provider);
        }

        services.AddAuthorizationBuilder()
            .AddPolicy(ConsolePolicies.SignedIn, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(ConsolePolicies.Moderator, policy => policy.RequireAuthenticatedUser().RequireClaim(SessionAuthentication.ReadyClaim))
            .AddPolicy(ConsolePolicies.Admin, policy => policy.RequireAuthenticatedUser().RequireClaim(SessionAuthentication.ReadyClaim).RequireRole(ConsolePolicies.AdminRole));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "moderation-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, LivingSession>();
        services.AddScoped<ConsoleAccess>().AddScoped<Workbench>().AddScoped<BulkDesk>().AddTransient<CampaignList>();
        services.AddSingleton<PreviewBulk>().AddSingleton<CampaignReads>().AddSingleton<SearchStore>().AddSingleton<SearchSubmissions>();
        services.AddSingleton<CardReader>().AddSingleton<CardBadges>().AddSingleton<People>().AddSingleton<ReceiptReader>();
        services.AddSingleton<ModelsReader>().AddSingleton<EverySiteReader>();
        services.AddSingleton<LiveDesk>().AddHostedService(provider => provider.GetRequiredService<LiveDesk>());
        services.AddSingleton<PendingSignIn>().AddSingleton<SignInLimits>();
        return services;
    }

    /// <summary>Between the routing of the host and its endpoints.</summary>
    public static void UseConsole(this WebApplication app)
    {
        app.UseConsoleHeaders();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapConsole(this WebApplication app)
    {
        app.MapSignIn();
        app.MapAccount();
        app.MapSearchExport();
        app.MapRazorComponents<ConsoleApp>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
