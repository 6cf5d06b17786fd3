using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Moderation.Pages;

namespace Moderation.Authors;

/// <summary>
/// Checks the tokens with which a website vouches for an author. A key is for one algorithm, so that a token cannot choose its own; a token is for one site and one
/// page and for a day at most, so that one that leaks is of little use elsewhere. No clock, no store.
/// </summary>
internal static class IdentityTokens
{
    /// <summary>How far the clocks of the website and of this service may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>How long before its end a token may be used at most.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    private const int MaxSubjectChars = 255;

    private const int MaxNameChars = 245;

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    /// <summary>The author, or a sentence that says what is wrong with the token and repeats nothing of it.</summary>
    public static async Task<IdentityResult> CheckAsync(IdentityClaim claim, IReadOnlyCollection<VerifyingKey> keys)
    {
        if (keys.Count == 0)
        {
            return Refuse("cannot be checked, because the site has no identity key ('moderation identity-keys add' makes one).");
        }

        if (Read(claim.Token) is not { } token)
        {
            return Refuse("is not a signed JSON Web Token.");
        }

        VerifyingKey? key = string.IsNullOrEmpty(token.Kid) ? (keys.Count == 1 ? keys.Single() : null) : keys.FirstOrDefault(candidate => candidate.Kid == token.Kid);
        if (key is null)
        {
            return Refuse("must name one of the site's valid identity keys as kid in its header.");
        }

        if (!string.Equals(token.Alg, key.Algorithm, StringComparison.Ordinal))
        {
            return Refuse($"must be signed with {key.Algorithm}, because its key is for nothing else.");
        }

        TokenValidationParameters parameters = new()
        {
            IssuerSigningKey = key.Key,
            ValidAlgorithms = [key.Algorithm],
            RequireSignedTokens = true,

            // Checked below, by the clock and in the words of this service.
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            RequireExpirationTime = false,
        };
        TokenValidationResult result = await Handler.ValidateTokenAsync(token, parameters).ConfigureAwait(false);
        return result.IsValid ? Check(token, claim) : Refuse("has a signature that does not fit its key.");
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            JsonWebToken token = new(text);
            return token.IsEncrypted ? null : token;
        }
        catch (Exception problem) when (problem is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private static IdentityResult Check(JsonWebToken token, IdentityClaim claim)
    {
        if (IdentityClaims.Read(token) is not { } claims)
        {
            return Refuse("has a claim twice or of the wrong type (sub, name and page are texts, exp, nbf and iat numbers, email_verified true or false).");
        }

        if (Timeliness(claims, claim.At) is { } late)
        {
            return Refuse(late);
        }

        if (!claims.Audiences.Contains(claim.Site.Value, StringComparer.Ordinal))
        {
            return Refuse("must name the site in aud.");
        }

        if (!IsForPage(claims, claim))
        {
            return Refuse("must name in page the page of the reply: its page.id where it has one, else its page.url.");
        }

        string? subject = claims.Subject?.Trim();
        if (string.IsNullOrEmpty(subject) || subject.Length > MaxSubjectChars)
        {
            return Refuse($"must say in sub who the author is, in 1 to {MaxSubjectChars} characters.");
        }

        string? name = string.IsNullOrWhiteSpace(claims.Name) ? null : claims.Name;
        return name?.Length > MaxNameChars
            ? Refuse($"must have at most {MaxNameChars} characters in name.")
            : new IdentityResult(new VerifiedAuthor { Subject = subject, Name = name }, null);
    }

    /// <summary>What is wrong with the token's times; null when nothing is.</summary>
    private static string? Timeliness(IdentityClaims claims, DateTimeOffset at)
    {
        double skew = ClockSkew.TotalSeconds;
        return claims.ExpiresAt is not { } ends ? "must say in exp when it ends."
            : ends + skew <= Seconds(at) ? "has expired."
            : ends - skew > Seconds(at + LongestLife) ? "must end within a day."
            : claims.NotBefore - skew > Seconds(at) || claims.IssuedAt - skew > Seconds(at) ? "is not valid yet."
            : null;
    }

    private static bool IsForPage(IdentityClaims claims, IdentityClaim claim) =>
        (claim.PageId is not null && string.Equals(claims.Page, claim.PageId, StringComparison.Ordinal))
        || ((claim.PageId is null || claim.IsVouchedFor) && PageUrl.TryCanonicalise(claims.Page, out PageUrl url) && url.Value == claim.PageUrl);

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1_000d;

    private static IdentityResult Refuse(string sentence) => new(null, $"author.identity {sentence}");
}

/// <summary>An author the website vouches for, or a sentence about <c>author.identity</c>.</summary>
internal sealed record IdentityResult(VerifiedAuthor? Author, string? Refusal);
