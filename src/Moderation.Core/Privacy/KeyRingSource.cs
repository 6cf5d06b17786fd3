using System.Diagnostics;

namespace Moderation.Privacy;

/// <summary>Reads the sealing keys of a ring's file again when it was changed, so that keys are rotated without a restart. A file that cannot be read just now changes nothing. Thread-safe.</summary>
internal sealed class KeyRingSource(Func<DateTime> changedAt, Func<IReadOnlyDictionary<int, byte[]>> read)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock turn = new();
    private DateTime seen = changedAt();
    private long lookedAt = Stopwatch.GetTimestamp();

    /// <summary>The keys by version when there are other ones than before; null when nothing is new.</summary>
    /// <param name="isNeeded">True: look at once. False: not more often than every two seconds.</param>
    public IReadOnlyDictionary<int, byte[]>? Read(bool isNeeded)
    {
        if (!isNeeded && Stopwatch.GetElapsedTime(Volatile.Read(ref lookedAt)) < Interval)
        {
            return null;
        }

        lock (turn)
        {
            Volatile.Write(ref lookedAt, Stopwatch.GetTimestamp());
            try
            {
                DateTime changed = changedAt();
                if (changed == seen)
                {
                    return null;
                }

                IReadOnlyDictionary<int, byte[]> keys = read();
                seen = changed;
                return keys;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or KeyRingException)
            {
                return null;
            }
        }
    }
}
