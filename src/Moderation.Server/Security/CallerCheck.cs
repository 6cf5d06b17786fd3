using System.Net;
using Moderation.Privacy;
using Moderation.Server.Problems;
using Moderation.Sites;

namespace Moderation.Server.Security;

/// <summary>
/// Finds out who is calling and whether the caller may. Keys are looked up in the store at every request, so that a new or a revoked key counts at once.
/// </summary>
internal sealed class CallerCheck(SiteStore sites, ApiKeyStore keys, RecentKeys recentKeys, SiteKeys siteKeys, CallerLimits limits)
{
    /// <summary>
    /// For routes of one site that need an API key with a right. The order of refusals is: no or unknown key (401), unknown site (404), another site's key,
    /// wrong door or missing right (403), too many requests (429).
    /// </summary>
    public async Task<CallerResult> ApiKeyAsync(HttpContext context, string site, Door door, KeyRights right, CancellationToken cancellationToken)
    {
        if (BearerToken(context.Request) is not { } token)
        {
            return ProblemCode.KeyMissing;
        }

        ApiKey? key = await keys.FindByHashAsync(siteKeys.Hash(token), cancellationToken).ConfigureAwait(false);
        if (key is null)
        {
            return ProblemCode.KeyUnknown;
        }

        Site? found = SiteId.TryParse(site, out SiteId id) ? await sites.FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        if (found is null)
        {
            return ProblemCode.SiteUnknown;
        }

        return Check(key, found, door, right);
    }

    /// <summary>
    /// As <see cref="ApiKeyAsync(HttpContext, string, Door, KeyRights, CancellationToken)"/> for what changes what the public sees or how real submissions are judged:
    /// a test key may not do that whatever its rights.
    /// </summary>
    public async Task<CallerResult> LiveKeyAsync(HttpContext context, string site, KeyRights right, CancellationToken cancellationToken)
    {
        CallerResult caller = await ApiKeyAsync(context, site, Door.Native, right, cancellationToken).ConfigureAwait(false);
        return caller.Caller is { IsTest: true } ? ProblemCode.TestKey : caller;
    }

    /// <summary>For routes without a site in them: the key names its site.</summary>
    public async Task<CallerResult> ApiKeyAsync(HttpContext context, Door door, KeyRights right, CancellationToken cancellationToken)
    {
        if (BearerToken(context.Request) is not { } token)
        {
            return ProblemCode.KeyMissing;
        }

        ApiKey? key = await keys.FindByHashAsync(siteKeys.Hash(token), cancellationToken).ConfigureAwait(false);
        Site? found = key is null ? null : await sites.FindAsync(key.Site, cancellationToken).ConfigureAwait(false);
        return key is null || found is null ? ProblemCode.KeyUnknown : Check(key, found, door, right);
    }

    /// <summary>
    /// For the doors of other services' clients, which show a key in their own ways. The order of refusals is: no key, unknown key, wrong door, missing right, too many
    /// requests.
    /// </summary>
    public async Task<KeyResult> KeyAsync(string? token, Door door, KeyRights right, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(token))
        {
            return new KeyResult { Refusal = ProblemCode.KeyMissing };
        }

        ApiKey? key = await recentKeys.FindAsync(siteKeys.Hash(token), cancellationToken).ConfigureAwait(false);
        if (key is null)
        {
            return new KeyResult { Refusal = ProblemCode.KeyUnknown };
        }

        return (key.Doors & door) == 0 ? new KeyResult { Refusal = ProblemCode.DoorNotAllowed }
            : (key.Rights & right) != right ? new KeyResult { Refusal = ProblemCode.RightMissing }
            : limits.TryTakeForKey(key.KeyId, out int retryAfterSeconds) ? new KeyResult { Key = key }
            : new KeyResult { Refusal = ProblemCode.TooMany, RetryAfterSeconds = retryAfterSeconds };
    }

    /// <summary>For a submission: an API key with the right to submit, or the public site key from an allowed origin.</summary>
    public async Task<CallerResult> SubmitterAsync(HttpContext context, string site, string? formKey, CancellationToken cancellationToken)
    {
        if (BearerToken(context.Request) is not null)
        {
            return await ApiKeyAsync(context, site, Door.Native, KeyRights.Submit, cancellationToken).ConfigureAwait(false);
        }

        string? publicKey = context.Request.Headers["X-Site-Key"].ToString() is { Length: > 0 } header ? header : formKey;
        if (string.IsNullOrEmpty(publicKey))
        {
            return ProblemCode.KeyMissing;
        }

        Site? owner = await sites.FindByPublicKeyHashAsync(siteKeys.Hash(publicKey), cancellationToken).ConfigureAwait(false);
        if (owner is null)
        {
            return ProblemCode.KeyUnknown;
        }

        if (owner.Id.Value != site)
        {
            bool exists = SiteId.TryParse(site, out SiteId id) && await sites.FindAsync(id, cancellationToken).ConfigureAwait(false) is not null;
            return exists ? ProblemCode.KeyOtherSite : ProblemCode.SiteUnknown;
        }

        if (!Origins.IsAllowed(context.Request, owner))
        {
            return ProblemCode.OriginNotAllowed;
        }

        return limits.TryTakePublicSubmission(context.Connection.RemoteIpAddress ?? IPAddress.None, out int retryAfterSeconds)
            ? new Caller { Site = owner }
            : new CallerResult(ProblemCode.TooMany, retryAfterSeconds);
    }

    /// <summary>The token of <c>Authorization: Bearer</c>; null when there is none.</summary>
    public static string? BearerToken(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header[7..].Trim() is { Length: > 0 } token ? token : null;
    }

    private CallerResult Check(ApiKey key, Site site, Door door, KeyRights right)
    {
        if (key.Site != site.Id)
        {
            return ProblemCode.KeyOtherSite;
        }

        if ((key.Doors & door) == 0)
        {
            return ProblemCode.DoorNotAllowed;
        }

        if ((key.Rights & right) != right)
        {
            return ProblemCode.RightMissing;
        }

        return limits.TryTakeForKey(key.KeyId, out int retryAfterSeconds)
            ? new Caller { Site = site, Key = key }
            : new CallerResult(ProblemCode.TooMany, retryAfterSeconds);
    }
}

/// <summary>A key that may, or the reason why it may not.</summary>
internal readonly record struct KeyResult
{
    public ApiKey? Key { get; init; }

    public ProblemCode? Refusal { get; init; }

    public int RetryAfterSeconds { get; init; }
}

/// <summary>A caller, or the reason why there is none.</summary>
internal sealed record CallerResult(ProblemCode? Refusal, int RetryAfterSeconds, Caller? Caller = null)
{
    public CallerResult(ProblemCode refusal, int retryAfterSeconds)
        : this(refusal, retryAfterSeconds, null)
    {
    }

    public static implicit operator CallerResult(ProblemCode refusal) => new(refusal, 0);

    public static implicit operator CallerResult(Caller caller) => new(null, 0, caller);
}
