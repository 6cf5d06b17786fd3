using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.HttpOverrides;
using Moderation.Server.Alerts;
using Moderation.Server.Bootstrap;
using Moderation.Server.Demo;
using Moderation.Server.Docs;
using Moderation.Server.Doors;
using Moderation.Server.Health;
using Moderation.Server.ModeratorConsole;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Server.Settings;
using Moderation.Server.Telemetry;
using Moderation.Training;

namespace Moderation.Server.Hosting;

/// <summary>Puts the service together: one deployable, whose roles decide what it maps and what it consumes.</summary>
internal static class ServerHost
{
    private const string DefaultAddress = "http://127.0.0.1:8080";

    /// <summary>
    /// The largest request that is read to its end. Every door accepts less; what is refused as too large is still let in up to here, because a sender whose
    /// connection is cut while it writes never sees the refusal.
    /// </summary>
    private const int MaxRequestBytes = 16 * 1024 * 1024;

    /// <summary>Reads the settings, opens the store and builds the host. Throws a sentence for every bad setting.</summary>
    public static async Task<WebApplication> BuildAsync(string[] args, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        ServerSettings settings = ServerSettings.Read(builder.Configuration);
        PreparedStore store = await StorePreparation.RunAsync(settings, cancellationToken).ConfigureAwait(false);

        ConfigureWeb(builder, settings);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddPreparedStore(store)
            .AddStores()
            .AddAlerts()
            .AddHostedService<StartUp>()
            .AddHostedService<IdleTrim>()
            .AddTransport(settings)
            .AddScoring()
            .AddHealth()
            .AddTelemetry(settings, builder.Configuration);
        if (settings.Has(ServerRoles.Api))
        {
            builder.Services.AddIntake().AddDoors().AddApiDocs().AddDemo();
        }

        if (settings.Has(ServerRoles.Console))
        {
            builder.Services.AddConsole(settings).AddSingleton<RequestTraining>();
        }

        if (settings.Has(ServerRoles.Worker))
        {
            builder.Services.AddJudging();
        }

        if (settings.Has(ServerRoles.Trainer))
        {
            builder.Services.AddTraining();
        }

        WebApplication app = builder.Build();
        Map(app, settings);
        return app;
    }

    private static void ConfigureWeb(WebApplicationBuilder builder, ServerSettings settings)
    {
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        // The slim builder, which spares a worker some megabytes, leaves out these two.
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = (builder.Configuration["AllowedHosts"] ?? "*").Split(';', StringSplitOptions.RemoveEmptyEntries));

        // Built output runs from anywhere and in every environment with its static files.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        builder.Services.ConfigureHttpJsonOptions(json => ConfigureJson(json.SerializerOptions));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddProblemDetails();

        // The framework's request log writes addresses of requests with their parameters, and an exception's message may repeat what somebody typed.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);

        // The directory that keeps the console's keys is as secret as the key ring it stands in, so they are not encrypted once more.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("Moderation.Server.ModeratorConsole.SignIn.SessionAuthentication", LogLevel.Warning);
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // The defaults trust the loopback; here nobody is trusted who is not named.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (System.Net.IPNetwork network in settings.TrustedProxies)
            {
                forwarded.KnownIPNetworks.Add(network);
            }

            forwarded.ForwardLimit = null;
            forwarded.ForwardedHeaders = settings.TrustedProxies.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        });
    }

    /// <summary>camelCase, words with underscores for enums, members without a value written as null, times with Z.</summary>
    private static void ConfigureJson(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        json.Converters.Add(new UtcTimeConverter());
    }

    private static void Map(WebApplication app, ServerSettings settings)
    {
        app.UseHostFiltering();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseProblemPages();
        app.MapHealth();
        app.MapTelemetry();
        if (settings.Has(ServerRoles.Api) || settings.Has(ServerRoles.Console))
        {
            app.UseStaticFiles();
        }

        if (settings.Has(ServerRoles.Console))
        {
            app.UseConsole();
            app.MapConsole();
        }

        if (settings.Has(ServerRoles.Api))
        {
            app.UseCors();
            app.MapDoors();
            app.MapApiDocs();
            app.MapDemo();
        }
    }
}
