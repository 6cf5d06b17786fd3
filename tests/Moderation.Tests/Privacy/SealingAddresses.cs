using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Moderation.Privacy;
using Moderation.Sites;

namespace Moderation.Tests.Privacy;

public sealed class SealingAddresses : IDisposable
{
    private const string Address = "ana@example.net";

    private static readonly SiteId Gazette = SiteId.Parse("gazette");
    private static readonly SiteId Herald = SiteId.Parse("herald");
    private static readonly Guid Id = new("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10");
    private static readonly Guid OtherId = new("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d11");

    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly EmailSealer _sealer;

    public SealingAddresses() => _sealer = new EmailSealer(SomeKeyRing.New(), _random);

    public void Dispose() => _random.Dispose();

    [Fact]
    public void What_was_sealed_opens_for_its_own_submission() =>
        Gen.String[Gen.Char['!', 'ÿ'], 0, 300].Sample(address => Assert.Equal(address, _sealer.Open(Gazette, Id, _sealer.Seal(Gazette, Id, address))));

    [Fact]
    public void Sealed_twice_it_looks_different_and_shows_nothing()
    {
        byte[] one = _sealer.Seal(Gazette, Id, Address);
        byte[] two = _sealer.Seal(Gazette, Id, Address);

        Assert.NotEqual(one, two);
        Assert.DoesNotContain("ana", Encoding.Latin1.GetString(one), StringComparison.Ordinal);
        Assert.Equal(1, EmailSealer.VersionOf(one));
    }

    [Fact]
    public void It_does_not_open_for_another_submission_or_site()
    {
        byte[] sealedAddress = _sealer.Seal(Gazette, Id, Address);

        Assert.ThrowsAny<CryptographicException>(() => _sealer.Open(Gazette, OtherId, sealedAddress));
        Assert.ThrowsAny<CryptographicException>(() => _sealer.Open(Herald, Id, sealedAddress));
        Assert.ThrowsAny<CryptographicException>(() => _sealer.OpenDeadLetter(Id, sealedAddress));
    }

    [Fact]
    public void One_changed_or_missing_byte_is_noticed_wherever_it_is()
    {
        byte[] sealedAddress = _sealer.Seal(Gazette, Id, Address);
        for (int index = 0; index < sealedAddress.Length; index++)
        {
            byte[] changed = [.. sealedAddress];
            changed[index] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => _sealer.Open(Gazette, Id, changed));
            Assert.ThrowsAny<CryptographicException>(() => _sealer.Open(Gazette, Id, sealedAddress.AsSpan(0, index)));
        }
    }

    [Fact]
    public void Another_ring_does_not_open_it()
    {
        byte[] sealedAddress = _sealer.Seal(Gazette, Id, Address);

        Assert.ThrowsAny<CryptographicException>(() => new EmailSealer(SomeKeyRing.New(), _random).Open(Gazette, Id, sealedAddress));
    }

    [Fact]
    public void Versions_live_side_by_side()
    {
        Dictionary<KeyPurpose, byte[]> masters = KeyRingJson.NewMasters(_random);
        byte[] first = KeyRingJson.NewKey(_random);
        var before = new EmailSealer(SomeKeyRing.New(masters, new() { [1] = first }), _random);
        var after = new EmailSealer(SomeKeyRing.New(masters, new() { [1] = first, [2] = KeyRingJson.NewKey(_random) }), _random);

        byte[] old = before.Seal(Gazette, Id, Address);
        byte[] fresh = after.Seal(Gazette, Id, Address);

        Assert.Equal(Address, after.Open(Gazette, Id, old));
        Assert.Equal(2, EmailSealer.VersionOf(fresh));
        Assert.ThrowsAny<CryptographicException>(() => before.Open(Gazette, Id, fresh));
    }

    [Fact]
    public void Dead_letters_open_under_their_own_name_only()
    {
        byte[] sealedLetter = _sealer.SealDeadLetter(Id, "{\"a\":1}"u8);

        Assert.Equal("{\"a\":1}"u8, _sealer.OpenDeadLetter(Id, sealedLetter));
        Assert.ThrowsAny<CryptographicException>(() => _sealer.OpenDeadLetter(OtherId, sealedLetter));
    }

    [Theory]
    [InlineData("ANA@Example.NET")]
    [InlineData("  ana@example.net ")]
    [InlineData("ana@example.net.")]
    public void Spellings_of_one_address_are_found_together(string spelling) =>
        Assert.Equal(_sealer.Lookup(Gazette, Address), _sealer.Lookup(Gazette, spelling));

    [Fact]
    public void An_international_domain_is_found_by_either_spelling() =>
        Assert.Equal(_sealer.Lookup(Gazette, "ana@xn--bcher-kva.example"), _sealer.Lookup(Gazette, "Ana@BÜCHER.example"));

    [Fact]
    public void A_look_up_is_keyed_and_does_not_link_sites()
    {
        byte[] lookup = _sealer.Lookup(Gazette, Address);

        Assert.NotEqual(lookup, _sealer.Lookup(Herald, Address));
        Assert.NotEqual(lookup, _sealer.Lookup(Gazette, "bo@example.net"));
        Assert.NotEqual(lookup, new EmailSealer(SomeKeyRing.New(), _random).Lookup(Gazette, Address));
        Assert.NotEqual(lookup, SHA256.HashData(Encoding.UTF8.GetBytes(Address)));
    }

    [Fact]
    public void Sealing_from_many_threads_is_safe() =>
        Parallel.For(0, 2000, index =>
        {
            string address = $"reader{index}@example.net";
            Assert.Equal(address, _sealer.Open(Gazette, Id, _sealer.Seal(Gazette, Id, address)));
        });
}
