using System.Security.Cryptography;
using Moderation.Privacy;
using Moderation.Sites;

namespace Moderation.Tests.Privacy;

public sealed class MakingSiteKeys : IDisposable
{
    private static readonly SiteId Gazette = SiteId.Parse("gazette");

    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    public void Dispose() => _random.Dispose();

    [Fact]
    public void Keys_have_the_form_that_their_clients_expect()
    {
        Assert.Matches("^mk_[0-9A-Za-z]{32}$", SiteKeys.NewApiKey(_random));
        Assert.Matches("^[0-9a-f]{12}$", SiteKeys.NewAkismetKey(_random));
        Assert.Matches("^[0-9a-f]{32}$", SiteKeys.NewSalt(_random));
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => SiteKeys.NewApiKey(_random)).Distinct().Count());
    }

    [Fact]
    public void Every_letter_and_digit_is_used()
    {
        IEnumerable<char> used = Enumerable.Range(0, 1000).SelectMany(_ => SiteKeys.NewApiKey(_random)[3..]).Distinct();

        Assert.Equal(62, used.Count());
    }

    [Fact]
    public void A_public_key_is_computed_again_and_changes_with_its_salt()
    {
        var keys = new SiteKeys(SomeKeyRing.New());

        Assert.Matches("^pk_[0-9A-Za-z_-]{32}$", keys.PublicKey(Gazette, "salt"));
        Assert.Equal(keys.PublicKey(Gazette, "salt"), keys.PublicKey(Gazette, "salt"));
        Assert.NotEqual(keys.PublicKey(Gazette, "salt"), keys.PublicKey(Gazette, "other"));
        Assert.NotEqual(keys.PublicKey(Gazette, "salt"), keys.PublicKey(SiteId.Parse("herald"), "salt"));
    }

    [Fact]
    public void What_is_stored_of_a_key_says_nothing_without_the_ring()
    {
        string key = SiteKeys.NewAkismetKey(_random);
        var keys = new SiteKeys(SomeKeyRing.New());

        Assert.Equal(keys.Hash(key), keys.Hash(key));
        Assert.NotEqual(keys.Hash(key), new SiteKeys(SomeKeyRing.New()).Hash(key));
        Assert.Equal(32, keys.Hash(key).Length);
    }

    [Theory]
    [InlineData("mk_abcdefghijklmnopqrstuvwxyzABCDEF", "mk_abc")]
    [InlineData("0a1b2c3d4e5f", "0a1")]
    [InlineData("abc", "")]
    public void A_hint_is_the_beginning_of_a_key(string key, string hint) => Assert.Equal(hint, SiteKeys.HintOf(key));
}
