namespace Moderation.Server.Settings;

/// <summary>The settings under <c>Moderation</c>. Every one has a default; a bad one stops the start with its name and a sentence.</summary>
public sealed class ModerationOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Moderation";

    /// <summary>Where the embedded store, the key ring and what is made at first start are kept. Relative to the current directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Directory of the key ring; null means <c>{DataDirectory}/keys</c>. Must be given with PostgreSQL, because every process needs the same ring.</summary>
    public string? KeyRingPath { get; set; }

    /// <summary>Comma-separated: <c>api</c>, <c>console</c>, <c>worker</c>, <c>trainer</c>. Null means all.</summary>
    public string? Roles { get; set; }

    /// <summary>Which shipped model decides until another one is promoted: <c>sentences</c>, or <c>words</c> where hundreds of comments a second come in.</summary>
    public string BaseModel { get; set; } = "sentences";

    /// <summary>The address under which readers reach this service, such as <c>https://comments.gazette.example</c>; null means the address it listens on.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Comma-separated addresses or CIDR networks of reverse proxies whose forwarded headers count. Null means none.</summary>
    public string? TrustedProxies { get; set; }

    /// <summary>What is made at the first start.</summary>
    public BootstrapOptions Bootstrap { get; set; } = new();

    /// <summary>The organisation's own sign-in for the console; off unless an authority is given.</summary>
    public OpenIdConnectOptions OpenIdConnect { get; set; } = new();

    /// <summary>The mail server for alerts; off without a host.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>How much one caller may ask.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>What clients of other services are told.</summary>
    public AkismetOptions Akismet { get; set; } = new();
}

/// <summary>What is made at the first start, once, by one process.</summary>
public sealed class BootstrapOptions
{
    /// <summary>The id of the first site.</summary>
    public string Site { get; set; } = "demo";

    /// <summary>Password of the first admin; null means one is made.</summary>
    public string? AdminPassword { get; set; }

    /// <summary>An API key of the first site in free text (at least 8 characters), valid for the native, perspective and openai doors; null means one is made.</summary>
    public string? ApiKey { get; set; }
}

/// <summary>How much one caller may ask. Above it: 429 with <c>Retry-After</c>.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Submissions per minute from one network address with a public site key. An office shares an address, so this is generous; the policy flags floods long before.</summary>
    public int PublicSubmissionsPerMinute { get; set; } = 120;

    /// <summary>Requests per second of one API key.</summary>
    public int ApiKeyRequestsPerSecond { get; set; } = 10_000;

    /// <summary>Unknown keys per minute from one network address at the Akismet door, whose keys are short; above it nothing from there is looked up.</summary>
    public int FailedKeysPerMinute { get; set; } = 20;

    /// <summary>Anonymous reads per second from one network address.</summary>
    public int PublicReadsPerSecond { get; set; } = 200;
}

/// <summary>An OpenID Connect provider through which moderators may sign in.</summary>
public sealed class OpenIdConnectOptions
{
    /// <summary>The issuer's address, such as <c>https://login.gazette.example</c>; null means off.</summary>
    public string? Authority { get; set; }

    /// <summary>How the provider knows this service.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret the provider gave this service.</summary>
    public string? ClientSecret { get; set; }
}

/// <summary>The Akismet door.</summary>
public sealed class AkismetOptions
{
    /// <summary>What clients are told as their monthly limit: a number, or <c>none</c>. Nothing is limited by it; some clients understand only numbers.</summary>
    public string UsageLimit { get; set; } = "1000000000";
}
