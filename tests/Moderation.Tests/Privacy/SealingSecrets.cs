using System.Security.Cryptography;
using System.Text;
using Moderation.Privacy;

namespace Moderation.Tests.Privacy;

public sealed class SealingSecrets : IDisposable
{
    private static readonly Guid Record = new("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10");
    private static readonly Guid OtherRecord = new("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d11");
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("what only this program may use");

    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly EmailSealer _sealer;

    public SealingSecrets() => _sealer = new EmailSealer(SomeKeyRing.New(), _random);

    public void Dispose() => _random.Dispose();

    [Fact]
    public void What_was_sealed_opens_for_its_own_kind_and_record() => Assert.Equal(Secret, _sealer.OpenSecret("totp", Record, _sealer.SealSecret("totp", Record, Secret)));

    [Fact]
    public void It_opens_for_no_other_kind_record_or_ring()
    {
        byte[] sealedSecret = _sealer.SealSecret("totp", Record, Secret);

        Assert.ThrowsAny<CryptographicException>(() => _sealer.OpenSecret("identity", Record, sealedSecret));
        Assert.ThrowsAny<CryptographicException>(() => _sealer.OpenSecret("totp", OtherRecord, sealedSecret));
        Assert.ThrowsAny<CryptographicException>(() => _sealer.OpenDeadLetter(Record, sealedSecret));
        Assert.ThrowsAny<CryptographicException>(() => new EmailSealer(SomeKeyRing.New(), _random).OpenSecret("totp", Record, sealedSecret));
    }
}
