using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Moderation.Accounts;
using Moderation.Scoring;
using Moderation.Server.Bootstrap;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.Settings;

/// <summary>The settings after checking: paths absolute, roles and networks parsed.</summary>
internal sealed partial record ServerSettings
{
    public required string DataDirectory { get; init; }

    public required string KeyRingPath { get; init; }

    public required ServerRoles Roles { get; init; }

    /// <summary>The shipped model that decides until another one is promoted.</summary>
    public required ShippedModel BaseModel { get; init; }

    public required Uri? PublicUrl { get; init; }

    public required IReadOnlyList<IPNetwork> TrustedProxies { get; init; }

    public required SiteId BootstrapSite { get; init; }

    public required string? BootstrapApiKey { get; init; }

    /// <summary>Null: the first admin gets a password that is made.</summary>
    public string? BootstrapAdminPassword { get; init; }

    /// <summary>The organisation's own sign-in; null when there is none.</summary>
    public OpenIdConnectSettings? OpenIdConnect { get; init; }

    /// <summary>The mail server for alerts; null: none.</summary>
    public SmtpSettings? Smtp { get; init; }

    public required RateLimitOptions RateLimits { get; init; }

    /// <summary>What clients of Akismet are told as their monthly limit; null: none.</summary>
    public long? AkismetUsageLimit { get; init; }

    public required string? PostgresConnectionString { get; init; }

    public required Uri? RabbitMq { get; init; }

    public StorageOptions Storage => new() { DataDirectory = DataDirectory, PostgresConnectionString = PostgresConnectionString };

    public bool Has(ServerRoles role) => (Roles & role) != 0;

    /// <summary>Reads and checks everything at once. Throws <see cref="OptionsValidationException"/> that lists every bad setting by its name.</summary>
    public static ServerSettings Read(IConfiguration configuration)
    {
        ModerationOptions options = new();
        List<string> failures = [];
        configuration = SecretFiles.Read(configuration, failures);
        try
        {
            configuration.GetSection(ModerationOptions.Section).Bind(options);
        }
        catch (InvalidOperationException problem)
        {
            failures.Add($"A setting under {ModerationOptions.Section} has the wrong type: {problem.Message}{AsVariable(problem.Message)}");
        }

        string? postgres = Given(configuration.GetConnectionString("Postgres"));
        string? rabbit = Given(configuration.GetConnectionString("RabbitMq"));
        ServerSettings settings = new()
        {
            DataDirectory = Path.GetFullPath(options.DataDirectory is { Length: > 0 } given ? given : "data"),
            KeyRingPath = KeyRing(options, postgres, failures),
            Roles = ParseRoles(options.Roles, failures),
            BaseModel = ParseBaseModel(options.BaseModel, failures),
            PublicUrl = ParsePublicUrl(options.PublicUrl, failures),
            TrustedProxies = ParseProxies(options.TrustedProxies, failures),
            BootstrapSite = ParseSite(options.Bootstrap.Site, failures),
            BootstrapApiKey = ParseApiKey(options.Bootstrap.ApiKey, failures),
            BootstrapAdminPassword = ParseAdminPassword(options.Bootstrap.AdminPassword, failures),
            OpenIdConnect = OpenIdConnectSettings.Read(options.OpenIdConnect, failures),
            Smtp = SmtpSettings.Read(options.Smtp, failures),
            RateLimits = options.RateLimits,
            AkismetUsageLimit = ParseUsageLimit(options.Akismet.UsageLimit, failures),
            PostgresConnectionString = postgres,
            RabbitMq = ParseRabbitMq(rabbit, failures),
        };
        CheckLimits(options.RateLimits, failures);
        CheckCombination(settings, failures);
        return failures.Count == 0 ? settings : throw new OptionsValidationException(ModerationOptions.Section, typeof(ModerationOptions), failures);
    }

    /// <summary>The configuration names a setting with colons, the README as an environment variable.</summary>
    private static string AsVariable(string message) => SettingName().Match(message) is { Success: true } found
        ? $" As an environment variable it is {found.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal)}."
        : "";

    [GeneratedRegex($"'({ModerationOptions.Section}:[^']+)'")]
    private static partial Regex SettingName();

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string KeyRing(ModerationOptions options, string? postgres, List<string> failures)
    {
        if (Given(options.KeyRingPath) is { } path)
        {
            return Path.GetFullPath(path);
        }

        if (postgres is not null)
        {
            failures.Add("Moderation__KeyRingPath must be given with ConnectionStrings__Postgres: every process that uses the database needs the same key ring.");
        }

        return Path.GetFullPath(Path.Combine(options.DataDirectory, "keys"));
    }

    private static ServerRoles ParseRoles(string? text, List<string> failures)
    {
        if (Given(text) is null)
        {
            return ServerRoles.All;
        }

        ServerRoles roles = ServerRoles.None;
        foreach (string name in text!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            ServerRoles role = name switch
            {
                "api" => ServerRoles.Api,
                "console" => ServerRoles.Console,
                "worker" => ServerRoles.Worker,
                "trainer" => ServerRoles.Trainer,
                _ => ServerRoles.None,
            };
            if (role == ServerRoles.None)
            {
                failures.Add($"Moderation__Roles knows api, console, worker and trainer, not '{name}'.");
            }

            roles |= role;
        }

        if (roles == ServerRoles.None && failures.Count == 0)
        {
            failures.Add("Moderation__Roles is set and names no role; leave it out for all of them.");
        }

        return roles;
    }

    private static ShippedModel ParseBaseModel(string? text, List<string> failures)
    {
        switch (Given(text)?.ToLowerInvariant())
        {
            case null or "sentences":
                return ShippedModel.Sentences;
            case "words":
                return ShippedModel.Words;
            default:
                failures.Add($"Moderation__BaseModel knows sentences and words, not '{text}'.");
                return ShippedModel.Sentences;
        }
    }

    private static Uri? ParsePublicUrl(string? text, List<string> failures)
    {
        if (Given(text) is not { } url)
        {
            return null;
        }

        if (Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" && parsed.Query.Length == 0 && parsed.Fragment.Length == 0)
        {
            return parsed;
        }

        failures.Add("Moderation__PublicUrl must be an absolute http or https address without query, such as https://comments.gazette.example.");
        return null;
    }

    private static List<IPNetwork> ParseProxies(string? text, List<string> failures)
    {
        List<IPNetwork> networks = [];
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out IPNetwork network))
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(part, out IPAddress? address))
            {
                networks.Add(new IPNetwork(address, address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128));
            }
            else
            {
                failures.Add($"Moderation__TrustedProxies has '{part}', which is neither an address nor a network such as 10.0.0.0/8.");
            }
        }

        return networks;
    }

    private static SiteId ParseSite(string? text, List<string> failures)
    {
        if (SiteId.TryParse(text, out SiteId site))
        {
            return site;
        }

        failures.Add("Moderation__Bootstrap__Site must have 1 to 63 lower-case letters, digits and hyphens and not start with a hyphen.");
        return default;
    }

    private static string? ParseApiKey(string? text, List<string> failures)
    {
        if (Given(text) is { } key && (key.Length < 8 || key.Length > 256))
        {
            failures.Add("Moderation__Bootstrap__ApiKey must have 8 to 256 characters.");
        }

        return Given(text);
    }

    private static string? ParseAdminPassword(string? text, List<string> failures)
    {
        if (Given(text) is { } password && Passwords.Problem(password, FirstAdmin.Name) is { } problem)
        {
            failures.Add($"Moderation__Bootstrap__AdminPassword: {problem}");
        }

        return Given(text);
    }

    private static Uri? ParseRabbitMq(string? text, List<string> failures)
    {
        if (text is null)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "amqp" or "amqps")
        {
            return parsed;
        }

        failures.Add("ConnectionStrings__RabbitMq must be an amqp or amqps address such as amqp://user:password@broker:5672/.");
        return null;
    }

    private static long? ParseUsageLimit(string? text, List<string> failures)
    {
        if (string.Equals(Given(text), "none", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (long.TryParse(Given(text), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long limit) && limit > 0)
        {
            return limit;
        }

        failures.Add("Moderation__Akismet__UsageLimit must be a number of 1 or more, or none.");
        return null;
    }

    private static void CheckLimits(RateLimitOptions limits, List<string> failures)
    {
        if (limits.PublicSubmissionsPerMinute < 1)
        {
            failures.Add("Moderation__RateLimits__PublicSubmissionsPerMinute must be 1 or more.");
        }

        if (limits.ApiKeyRequestsPerSecond < 1)
        {
            failures.Add("Moderation__RateLimits__ApiKeyRequestsPerSecond must be 1 or more.");
        }

        if (limits.FailedKeysPerMinute < 1)
        {
            failures.Add("Moderation__RateLimits__FailedKeysPerMinute must be 1 or more.");
        }

        if (limits.PublicReadsPerSecond < 1)
        {
            failures.Add("Moderation__RateLimits__PublicReadsPerSecond must be 1 or more.");
        }
    }

    private static void CheckCombination(ServerSettings settings, List<string> failures)
    {
        if (settings.Roles != ServerRoles.All && failures.Count == 0 && (settings.RabbitMq is null || settings.PostgresConnectionString is null))
        {
            failures.Add("Moderation__Roles can only be a part of the roles with ConnectionStrings__Postgres and ConnectionStrings__RabbitMq: the embedded store and transport serve one process that has all of them.");
        }
    }
}
