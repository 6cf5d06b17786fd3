using System.Net;
using Moderation.Privacy;
using Moderation.Sites;

namespace Moderation.Tests.Privacy;

public sealed class HashingWithoutTraces
{
    private static readonly SiteId Gazette = SiteId.Parse("gazette");
    private static readonly SiteId Herald = SiteId.Parse("herald");
    private static readonly Guid Id = new("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10");
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly KeyRing _ring = SomeKeyRing.New();

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.200", true)]
    [InlineData("203.0.113.9", "203.0.114.9", false)]
    [InlineData("203.0.113.9", "::ffff:203.0.113.77", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:ffff::9", true)]
    [InlineData("2001:db8:1::1", "2001:db8:2::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    public void A_network_is_a_24_or_a_48(string one, string other, bool isSame)
    {
        var networks = new NetworkHasher(_ring);

        byte[] hash = networks.Hash(Gazette, IPAddress.Parse(one), Noon);

        Assert.Equal(isSame, hash.AsSpan().SequenceEqual(networks.Hash(Gazette, IPAddress.Parse(other), Noon)));
        Assert.Equal(16, hash.Length);
    }

    [Fact]
    public void A_network_cannot_be_followed_to_the_next_day_or_another_site()
    {
        var networks = new NetworkHasher(_ring);
        IPAddress address = IPAddress.Parse("203.0.113.9");
        byte[] hash = networks.Hash(Gazette, address, Noon);

        Assert.Equal(hash, networks.Hash(Gazette, address, Noon.AddHours(11.9)));
        Assert.Equal(hash, networks.Hash(Gazette, address, Noon.ToOffset(TimeSpan.FromHours(14))));
        Assert.NotEqual(hash, networks.Hash(Gazette, address, Noon.AddHours(12)));
        Assert.NotEqual(hash, networks.Hash(Herald, address, Noon));
        Assert.NotEqual(hash, new NetworkHasher(SomeKeyRing.New()).Hash(Gazette, address, Noon));
        for (int day = 1; day <= 10; day++)
        {
            Assert.NotEqual(hash, networks.Hash(Gazette, address, Noon.AddDays(day)));
        }

        Assert.Equal(hash, networks.Hash(Gazette, address, Noon));
    }

    [Fact]
    public void A_blocked_network_keeps_its_hash_which_is_not_the_one_of_any_day()
    {
        var networks = new NetworkHasher(_ring);
        IPAddress address = IPAddress.Parse("203.0.113.9");

        Assert.Equal(networks.StableHash(Gazette, address), networks.StableHash(Gazette, IPAddress.Parse("203.0.113.10")));
        Assert.NotEqual(networks.StableHash(Gazette, address), networks.Hash(Gazette, address, Noon));
    }

    [Fact]
    public void An_author_token_opens_its_own_submission_only()
    {
        var tokens = new AuthorTokens(_ring);
        string token = tokens.For(Gazette, Id);

        Assert.Matches("^at_[A-Za-z0-9_-]{43}$", token);
        Assert.Equal(token, tokens.For(Gazette, Id));
        Assert.True(tokens.IsValid(Gazette, Id, token));
        Assert.False(tokens.IsValid(Herald, Id, token));
        Assert.False(tokens.IsValid(Gazette, new Guid("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d11"), token));
        Assert.False(tokens.IsValid(Gazette, Id, null));
        Assert.False(tokens.IsValid(Gazette, Id, ""));
        Assert.False(tokens.IsValid(Gazette, Id, token[..^1]));
        Assert.False(tokens.IsValid(Gazette, Id, token + "A"));
        Assert.False(new AuthorTokens(SomeKeyRing.New()).IsValid(Gazette, Id, token));
    }

    [Fact]
    public void The_same_text_is_recognised_on_its_site()
    {
        var bodies = new BodyHasher(_ring);

        Assert.Equal(bodies.Hash(Gazette, "buy now"), bodies.Hash(Gazette, "buy now"));
        Assert.NotEqual(bodies.Hash(Gazette, "buy now"), bodies.Hash(Gazette, "buy later"));
        Assert.NotEqual(bodies.Hash(Gazette, "buy now"), bodies.Hash(Herald, "buy now"));
        Assert.Equal(16, bodies.Hash(Gazette, "").Length);
        Assert.NotEqual(bodies.Hash(Gazette, new string('x', 60_000)), bodies.Hash(Gazette, new string('x', 60_001)));
    }

    [Fact]
    public void Content_is_the_same_when_everything_the_visitor_wrote_is()
    {
        var contents = new ContentHasher(_ring);
        byte[] hash = contents.Hash(Gazette, "id:1", null, "Ana", "ana@example.net", null, "Hi");

        Assert.Equal(hash, contents.Hash(Gazette, "id:1", null, "Ana", "ANA@example.net", null, "Hi"));
        byte[][] others =
        [
            contents.Hash(Herald, "id:1", null, "Ana", "ana@example.net", null, "Hi"),
            contents.Hash(Gazette, "id:2", null, "Ana", "ana@example.net", null, "Hi"),
            contents.Hash(Gazette, "id:1", Id, "Ana", "ana@example.net", null, "Hi"),
            contents.Hash(Gazette, "id:1", null, "An", "aana@example.net", null, "Hi"),
            contents.Hash(Gazette, "id:1", null, "Ana", null, "ana@example.net", "Hi"),
            contents.Hash(Gazette, "id:1", null, "Ana", "ana@example.net", "", "Hi"),
            contents.Hash(Gazette, "id:1", null, "Ana", "ana@example.net", null, "Hi "),
        ];
        Assert.DoesNotContain(hash, others);
        Assert.Equal(others.Length, others.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void A_typed_address_never_makes_the_key_of_a_verified_author()
    {
        var authors = new AuthorKeys(_ring);

        Assert.NotEqual(authors.Verified(Gazette, "ana@example.net"), authors.Unverified(Gazette, "ana@example.net"));
        Assert.Equal(authors.Unverified(Gazette, "Ana@Example.net"), authors.Unverified(Gazette, "ana@example.net"));
        Assert.NotEqual(authors.Verified(Gazette, "Ana"), authors.Verified(Gazette, "ana"));
        Assert.NotEqual(authors.Verified(Gazette, "ana"), authors.Verified(Herald, "ana"));
    }
}
