using System.Security.Cryptography;
using Moderation.Privacy;

namespace Moderation.Tests.Privacy;

/// <summary>Key rings for tests, made in memory.</summary>
internal static class SomeKeyRing
{
    public static KeyRing New(int sealingKeys = 1)
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        return New(KeyRingJson.NewMasters(random), Enumerable.Range(1, sealingKeys).ToDictionary(version => version, _ => KeyRingJson.NewKey(random)));
    }

    public static KeyRing New(Dictionary<KeyPurpose, byte[]> masters, Dictionary<int, byte[]> sealingKeys) => new(masters, sealingKeys);
}
