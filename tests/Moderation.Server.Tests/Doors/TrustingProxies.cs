using System.Net;
using Moderation.Server.Tests.Fixtures;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Doors;

public sealed class TrustingProxies(ModerationApp direct, TrustingProxies.BehindProxy proxied) : IClassFixture<ModerationApp>, IClassFixture<TrustingProxies.BehindProxy>
{
    [Fact]
    public async Task A_forwarded_address_counts_when_the_proxy_is_trusted()
    {
        Assert.NotEqual(await NetworkAsync(proxied, "203.0.113.9"), await NetworkAsync(proxied, "198.51.100.7"));
        Assert.Equal(await NetworkAsync(proxied, "203.0.113.9"), await NetworkAsync(proxied, "203.0.113.200"));
    }

    [Fact]
    public async Task Only_what_the_trusted_proxy_itself_appended_counts() =>
        Assert.Equal(await NetworkAsync(proxied, "203.0.113.9"), await NetworkAsync(proxied, "192.0.2.55, 203.0.113.9"));

    [Fact]
    public async Task A_forwarded_address_from_anybody_else_is_ignored()
    {
        byte[] plain = await NetworkAsync(direct, null);

        Assert.Equal(plain, await NetworkAsync(direct, "203.0.113.9"));
        Assert.Equal(plain, await NetworkAsync(direct, "198.51.100.7"));
    }

    [Fact]
    public async Task A_forwarded_host_makes_no_origin_allowed_unless_the_proxy_is_trusted()
    {
        (string, string)[] forwarded = [("X-Forwarded-Host", "comments.gazette.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.9")];
        const string Origin = "https://comments.gazette.example";

        (await direct.PostFromPageAsync(SomeReply.Json(), Origin, headers: forwarded)).Problem(HttpStatusCode.Forbidden, "origin_not_allowed");
        (await proxied.PostFromPageAsync(SomeReply.Json(), Origin, headers: forwarded)).With(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task An_api_key_brings_the_visitors_address_and_never_the_connections()
    {
        string id = (await proxied.PostJsonAsync("/v1/sites/demo/replies", SomeReply.Json().ToJsonString(), [.. ModerationApp.Bearer(proxied.ApiKey), ("X-Forwarded-For", "203.0.113.9")]))
            .With(HttpStatusCode.Accepted).Member("id");

        Assert.Null((await proxied.StoredAsync(id))!.NetworkHash);
    }

    private static async Task<byte[]> NetworkAsync(ModerationApp app, string? forwardedFor)
    {
        (string, string)[] headers = forwardedFor is null ? [] : [("X-Forwarded-For", forwardedFor)];
        string id = (await app.PostFromPageAsync(SomeReply.Json(), null, headers: headers)).With(HttpStatusCode.Accepted).Member("id");
        Submission stored = (await app.StoredAsync(id))!;
        return stored.NetworkHash!;
    }

    public sealed class BehindProxy : ModerationApp
    {
        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Moderation:TrustedProxies"] = "127.0.0.1, ::1" };
    }
}
