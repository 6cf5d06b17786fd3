using System.Diagnostics;

namespace Moderation.Privacy;

/// <summary>Reads the sealing keys of a ring's file again when it was changed, so that keys are rotated without a restart. A file that cannot be read just now changes nothing. Thread-safe.</summary>
internal sealed class KeyRingSource(Func<FileState> look, Func<IReadOnlyDictionary<int, byte[]>> read)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock turn = new();
    private FileState seen = look();
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
                FileState found = look();
                if (found == seen)
                {
                    return null;
                }

                IReadOnlyDictionary<int, byte[]> keys = read();
                seen = found;
                return keys;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or KeyRingException)
            {
                return null;
            }
        }
    }
}

/// <summary>What tells one state of a file from the next: clocks of file systems move in steps of some milliseconds, and every change of a ring changes its length.</summary>
internal readonly record struct FileState(DateTime ChangedAt, long Bytes)
{
    /// <summary>The state of a file now.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static FileState Of(string path)
    {
        FileInfo file = new(path);
        return new FileState(file.LastWriteTimeUtc, file.Length);
    }
}
