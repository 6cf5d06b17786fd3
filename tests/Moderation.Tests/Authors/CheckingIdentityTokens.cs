using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Moderation.Authors;
using Moderation.Sites;
using Moderation.TestSupport;

namespace Moderation.Tests.Authors;

public sealed class CheckingIdentityTokens : IDisposable
{
    private const string Page = "https://gazette.example/2026/bridge";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 15, 0, TimeSpan.Zero);

    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => curve.Dispose();

    [Fact]
    public async Task The_website_vouches_with_a_shared_secret()
    {
        JsonObject claims = Claims();
        claims["name"] = "Ana";
        claims["email_verified"] = true;
        Assert.Equal(new IdentityResult(new VerifiedAuthor { Subject = "user-42", Name = "Ana" }, null), await CheckAsync(SomeToken.Hs256(claims), Secret()));
    }

    [Fact]
    public async Task The_website_vouches_with_a_key_pair() =>
        Assert.Equal("user-42", (await CheckAsync(SomeToken.Es256(Claims(), curve), Public())).Author?.Subject);

    [Fact]
    public async Task The_signature_has_to_be_that_of_the_key()
    {
        string token = SomeToken.Hs256(Claims());
        string[] parts = token.Split('.');
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        JsonObject forged = Claims();
        forged["sub"] = "editor";

        await RefusedAsync("signature", SomeToken.Hs256(Claims(), secret: new string('x', 40)), Secret());
        await RefusedAsync("signature", $"{parts[0]}.{Payload(forged)}.{parts[2]}", Secret());
        await RefusedAsync("signature", $"{parts[0]}.{parts[1]}.", Secret());
        await RefusedAsync("signature", SomeToken.Es256(Claims(), other), Public());
        await RefusedAsync("signature", SomeToken.Sign(Claims(), "k1", "ES256", input => curve.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)), Public());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS384")]
    [InlineData("ES256")]
    [InlineData("RS256")]
    [InlineData("hs256")]
    [InlineData("")]
    public async Task A_token_does_not_choose_its_algorithm(string algorithm)
    {
        await RefusedAsync("HS256", SomeToken.Hs256(Claims(), algorithm: algorithm), Secret());
        await RefusedAsync("HS256", SomeToken.Sign(Claims(), "k1", algorithm, _ => []), Secret());
    }

    [Fact]
    public async Task A_public_key_is_no_secret()
    {
        // The classic confusion: signed with HMAC under the bytes of the public key, which everybody knows.
        byte[] known = curve.ExportSubjectPublicKeyInfo();
        foreach (byte[] secret in new[] { known, Encoding.UTF8.GetBytes(curve.ExportSubjectPublicKeyInfoPem()) })
        {
            await RefusedAsync("ES256", SomeToken.Sign(Claims(), "k1", "HS256", input => HMACSHA256.HashData(secret, input)), Public());
            await RefusedAsync("signature", SomeToken.Sign(Claims(), "k1", "ES256", input => HMACSHA256.HashData(secret, input)), Public());
        }
    }

    [Fact]
    public async Task Keys_are_chosen_by_name_so_that_a_website_can_change_them()
    {
        VerifyingKey[] both = [Secret(), Public("k2")];
        Assert.NotNull((await CheckAsync(SomeToken.Hs256(Claims()), both)).Author);
        Assert.NotNull((await CheckAsync(SomeToken.Es256(Claims(), curve, "k2"), both)).Author);
        Assert.NotNull((await CheckAsync(SomeToken.Hs256(Claims(), kid: null), Secret())).Author);

        await RefusedAsync("kid", SomeToken.Hs256(Claims(), kid: null), both);
        await RefusedAsync("kid", SomeToken.Hs256(Claims(), kid: "k3"), both);
        await RefusedAsync("kid", SomeToken.Hs256(Claims(), kid: "k9"), Secret());
        await RefusedAsync("ES256", SomeToken.Hs256(Claims(), kid: "k2"), both);
        await RefusedAsync("no identity key", SomeToken.Hs256(Claims()));
    }

    [Fact]
    public async Task Two_keys_of_one_name_are_two_keys()
    {
        // Each site names its first key k1.
        VerifyingKey other = new("k1", "HS256", new SymmetricSecurityKey(Encoding.UTF8.GetBytes(new string('o', 40))) { KeyId = "k1" });
        string token = SomeToken.Hs256(Claims());
        Assert.NotNull((await CheckAsync(token, Secret())).Author);
        await RefusedAsync("signature", token, other);
        Assert.NotNull((await CheckAsync(token, Secret())).Author);
    }

    [Fact]
    public async Task A_token_is_for_one_site_and_one_page()
    {
        JsonObject both = Claims();
        both["aud"] = new JsonArray("other", "gazette");
        JsonObject sameAddress = Claims("HTTPS://Gazette.example:443/2026/bridge?utm_source=x#top");
        Assert.NotNull((await CheckAsync(SomeToken.Hs256(both), Secret())).Author);
        Assert.NotNull((await CheckAsync(SomeToken.Hs256(sameAddress), Secret())).Author);
        Assert.NotNull((await CheckAsync(SomeToken.Hs256(Claims("post-7")), "post-7", isVouchedFor: false)).Author);
        Assert.NotNull((await CheckAsync(SomeToken.Hs256(Claims("post-7")), "post-7", isVouchedFor: true)).Author);
        Assert.NotNull((await CheckAsync(SomeToken.Hs256(Claims()), "post-7", isVouchedFor: true)).Author);

        JsonObject otherSite = Claims();
        otherSite["aud"] = "gazette2";
        await RefusedAsync("aud", SomeToken.Hs256(otherSite), Secret());
        await RefusedAsync("aud", SomeToken.Hs256(Without("aud")), Secret());
        await RefusedAsync("page", SomeToken.Hs256(Without("page")), Secret());
        await RefusedAsync("page", SomeToken.Hs256(Claims(Page + "/2")), Secret());

        // A browser could name the page of its token by address and another one by id.
        Assert.Contains("page", (await CheckAsync(SomeToken.Hs256(Claims()), "post-7", isVouchedFor: false)).Refusal, StringComparison.Ordinal);
        Assert.Contains("page", (await CheckAsync(SomeToken.Hs256(Claims("post-8")), "post-7", isVouchedFor: true)).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exp", -60, "expired")]
    [InlineData("exp", -59, null)]
    [InlineData("exp", (24 * 3_600) + 60, null)]
    [InlineData("exp", (24 * 3_600) + 61, "within a day")]
    [InlineData("nbf", 60, null)]
    [InlineData("nbf", 61, "not valid yet")]
    [InlineData("iat", 60, null)]
    [InlineData("iat", 61, "not valid yet")]
    [InlineData("iat", -86_400, null)]
    public async Task Clocks_may_differ_by_a_minute(string claim, int secondsFromNow, string? refusal)
    {
        JsonObject claims = Claims();
        claims[claim] = Now.AddSeconds(secondsFromNow).ToUnixTimeSeconds();
        IdentityResult result = await CheckAsync(SomeToken.Hs256(claims), Secret());
        Assert.Equal(refusal is null, result.Author is not null);
        Assert.Contains(refusal ?? "", result.Refusal ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_says_when_it_ends_and_who_it_is_for()
    {
        await RefusedAsync("exp", SomeToken.Hs256(Without("exp")), Secret());
        await RefusedAsync("sub", SomeToken.Hs256(Without("sub")), Secret());
        await RefusedAsync("sub", SomeToken.Hs256(With("sub", " ")), Secret());
        await RefusedAsync("sub", SomeToken.Hs256(With("sub", new string('x', 256))), Secret());
        await RefusedAsync("name", SomeToken.Hs256(With("name", new string('x', 246))), Secret());
        Assert.Null((await CheckAsync(SomeToken.Hs256(With("name", " ")), Secret())).Author?.Name);
    }

    [Theory]
    [InlineData("sub", "42")]
    [InlineData("sub", "[\"a\"]")]
    [InlineData("sub", "null")]
    [InlineData("name", "7")]
    [InlineData("name", "{}")]
    [InlineData("page", "7")]
    [InlineData("exp", "\"soon\"")]
    [InlineData("exp", "{}")]
    [InlineData("exp", "1e300")]
    [InlineData("exp", "-1e300")]
    [InlineData("iat", "\"x\"")]
    [InlineData("email_verified", "\"yes\"")]
    [InlineData("aud", "7")]
    [InlineData("aud", "{}")]
    public async Task A_claim_of_the_wrong_type_is_refused_and_never_an_exception(string claim, string json)
    {
        JsonObject claims = Claims();
        claims[claim] = JsonNode.Parse(json);
        Assert.Null((await CheckAsync(SomeToken.Hs256(claims), Secret())).Author);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("e30.e30.")]
    [InlineData("e30.e30.AA")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.AA")]
    [InlineData("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0..AA.AA.AA")]
    [InlineData("\u0000\uD800")]
    public async Task What_is_no_token_is_refused(string text) => Assert.StartsWith("author.identity ", (await CheckAsync(text, Secret())).Refusal, StringComparison.Ordinal);

    [Fact]
    public async Task No_sentence_repeats_what_was_sent()
    {
        JsonObject claims = Claims("https://canary.example/");
        claims["sub"] = new string('c', 300) + "canary";
        foreach (string token in new[] { SomeToken.Hs256(claims, kid: "canary"), SomeToken.Hs256(claims), SomeToken.Hs256(claims, algorithm: "canary"), "canary.canary.canary" })
        {
            Assert.DoesNotContain("canary", (await CheckAsync(token, Secret())).Refusal, StringComparison.Ordinal);
        }
    }

    private static JsonObject Claims(string page = Page) => SomeToken.Claims("gazette", page, Now);

    private static JsonObject Without(string claim)
    {
        JsonObject claims = Claims();
        claims.Remove(claim);
        return claims;
    }

    private static JsonObject With(string claim, string value)
    {
        JsonObject claims = Claims();
        claims[claim] = value;
        return claims;
    }

    private static string Payload(JsonObject claims) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));

    private static VerifyingKey Secret(string kid = "k1") => new(kid, "HS256", new SymmetricSecurityKey(Encoding.UTF8.GetBytes(SomeToken.Secret)) { KeyId = kid });

    private VerifyingKey Public(string kid = "k1") => new(kid, "ES256", new ECDsaSecurityKey(ECDsa.Create(curve.ExportParameters(includePrivateParameters: false))) { KeyId = kid });

    private static Task<IdentityResult> CheckAsync(string token, params VerifyingKey[] keys) => IdentityTokens.CheckAsync(Claim(token, pageId: null, isVouchedFor: false), keys);

    private static Task<IdentityResult> CheckAsync(string token, string pageId, bool isVouchedFor) => IdentityTokens.CheckAsync(Claim(token, pageId, isVouchedFor), [Secret()]);

    private static IdentityClaim Claim(string token, string? pageId, bool isVouchedFor) =>
        new() { Token = token, Site = SiteId.Parse("gazette"), PageUrl = Page, PageId = pageId, IsVouchedFor = isVouchedFor, At = Now };

    private static async Task RefusedAsync(string expected, string token, params VerifyingKey[] keys)
    {
        IdentityResult result = await CheckAsync(token, keys);
        Assert.Null(result.Author);
        Assert.StartsWith("author.identity ", result.Refusal, StringComparison.Ordinal);
        Assert.Contains(expected, result.Refusal, StringComparison.Ordinal);
    }
}
