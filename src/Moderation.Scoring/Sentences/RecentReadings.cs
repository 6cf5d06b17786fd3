using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Moderation.Scoring.Sentences;

/// <summary>
/// What was read lately, by a hash of the word pieces: a challenger beside the champion, a gate that compares two models, the reasons after the score all ask about the same text again.
/// Between 12,000 and 24,000 readings, about 3 MB; no text is kept. Thread-safe.
/// </summary>
internal sealed class RecentReadings
{
    // Enough for what a training run asks about more than once: the kept texts and the functional test.
    private const int Most = 12_000;

    private readonly Lock _turn = new();
    private Dictionary<UInt128, float[]> _young = [];
    private Dictionary<UInt128, float[]> _old = [];

    /// <summary>The key of a text's word pieces.</summary>
    public static UInt128 Key(ReadOnlySpan<long> pieces)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(pieces), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    /// <summary>The reading of a key; null when it was not read lately.</summary>
    public float[]? Find(UInt128 key)
    {
        lock (_turn)
        {
            if (_young.TryGetValue(key, out var reading))
            {
                return reading;
            }

            if (_old.TryGetValue(key, out reading))
            {
                Keep(key, reading);
            }

            return reading;
        }
    }

    public void Add(UInt128 key, float[] reading)
    {
        lock (_turn)
        {
            Keep(key, reading);
        }
    }

    private void Keep(UInt128 key, float[] reading)
    {
        if (_young.Count >= Most)
        {
            (_old, _young) = (_young, []);
        }

        _young[key] = reading;
    }
}
