using System.Net;
using Moderation.Server.Problems;
using Moderation.Server.Security;
using Moderation.Server.Settings;
using Moderation.Sites;

namespace Moderation.Server.Doors.Akismet;

/// <summary>
/// Who is calling. A key of this door has 48 bits only, so networks from which unknown keys come are slowed down: whoever guesses gets 429, also when the guess was right.
/// </summary>
internal sealed class AkismetKeys(CallerCheck callers, FailedKeyLimit failures, SiteStore sites, ServerSettings settings)
{
    private const int KeyChars = 12;

    /// <summary>The caller, or the answer to give.</summary>
    public async Task<AkismetCaller> FindAsync(HttpContext context, AkismetFields fields, CancellationToken cancellationToken)
    {
        if (KeyOf(context.Request, fields) is not { } token)
        {
            return new AkismetCaller { Refusal = AkismetAnswer.InvalidWith("Empty \"api_key\" value") };
        }

        IPAddress network = CallerLimits.Network(context.Connection.RemoteIpAddress ?? IPAddress.None);
        if (failures.IsBlocked(network, token))
        {
            return new AkismetCaller { Refusal = AkismetAnswer.Of(ProblemCode.TooMany, FailedKeyLimit.RetryAfterSeconds) };
        }

        KeyResult found = await callers.KeyAsync(token, Door.Akismet, KeyRights.Submit, cancellationToken).ConfigureAwait(false);
        if (found.Refusal == ProblemCode.KeyUnknown)
        {
            failures.Failed(network, token);
        }

        if (found.Key is not { } key)
        {
            return new AkismetCaller { Refusal = found.Refusal == ProblemCode.TooMany ? AkismetAnswer.Of(ProblemCode.TooMany, found.RetryAfterSeconds) : AkismetAnswer.Invalid };
        }

        failures.Succeeded(network, token);
        string host = HostOf(fields.Sent("blog")) ?? "";
        return key.Options.HasFlag(KeyOptions.OwnHosts) && host.Length > 0 && !await IsOwnAsync(key.Site, host, cancellationToken).ConfigureAwait(false)
            ? new AkismetCaller { Refusal = AkismetAnswer.Invalid }
            : new AkismetCaller { Key = key, Host = host };
    }

    /// <summary>The host of an address, lower case; null when it is no web address with its scheme.</summary>
    public static string? HostOf(string? address) =>
        Uri.TryCreate(address?.Trim(), UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" && parsed.IdnHost.Length is > 0 and <= 253 ? parsed.IdnHost.ToLowerInvariant() : null;

    /// <summary>The key in the body, in the query, or as the first label of the host. Never in the path: that is what logs are full of.</summary>
    private string? KeyOf(HttpRequest request, AkismetFields fields)
    {
        if (fields.Any("api_key", "key") is { } key)
        {
            return key.Trim();
        }

        string host = request.Host.Host;
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot == KeyChars && IsOurs(host[(dot + 1)..]) ? host[..dot] : null;
    }

    private bool IsOurs(string host) => settings.PublicUrl is null || host.Equals(settings.PublicUrl.Host, StringComparison.OrdinalIgnoreCase);

    private async Task<bool> IsOwnAsync(SiteId site, string host, CancellationToken cancellationToken) =>
        (await sites.ListOriginsAsync(site, cancellationToken).ConfigureAwait(false)).Any(origin => HostOf(origin) == host);
}

/// <summary>The holder of a key, or the answer that refuses the call.</summary>
internal sealed record AkismetCaller
{
    public ApiKey? Key { get; init; }

    /// <summary>The host of the client's site; empty when it named none.</summary>
    public string Host { get; init; } = "";

    public AkismetAnswer? Refusal { get; init; }
}
