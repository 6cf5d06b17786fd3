using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Moderation.Benchmarks.Doors;

/// <summary>Sends one request again and again over several connections, each waiting for its answer. As little client as there can be: it shares the processors with what it measures.</summary>
internal static class Load
{
    private const int MaxSamples = 4_000_000;

    public static async Task<LoadResult> RunAsync(Uri address, byte[] request, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        long begun = Stopwatch.GetTimestamp();
        List<double>[] latencies = [.. Enumerable.Range(0, connections).Select(_ => new List<double>(1024))];
        int failed = 0;
        int status = 0;
        await Task.WhenAll(latencies.Select(list => Task.Run(
            async () =>
            {
                using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
                byte[] answer = new byte[64 * 1024];
                while (Stopwatch.GetElapsedTime(begun) < duration && list.Count < MaxSamples)
                {
                    long sent = Stopwatch.GetTimestamp();
                    await socket.SendAsync(request, SocketFlags.None, cancellationToken);
                    int got = await ReadAnswerAsync(socket, answer, cancellationToken);
                    list.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                    status = got;
                    if (got != 200)
                    {
                        Interlocked.Increment(ref failed);
                    }
                }
            },
            cancellationToken)));
        double elapsed = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        double[] all = [.. latencies.SelectMany(list => list).Order()];
        return new LoadResult(all.Length / elapsed, all[all.Length / 2], all[(int)(all.Length * 0.99)], failed, status);
    }

    /// <summary>Reads one answer, by its length or in chunks; gives back its status.</summary>
    private static async Task<int> ReadAnswerAsync(Socket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (true)
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
            if (read == 0)
            {
                throw new InvalidOperationException("The service closed the connection.");
            }

            filled += read;
            if (StatusOf(buffer.AsSpan(0, filled)) is { } status)
            {
                return status;
            }
        }
    }

    /// <summary>The status once the answer is whole; null before.</summary>
    private static int? StatusOf(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return null;
        }

        int at = answer[..head].IndexOf("Content-Length: "u8);
        bool isWhole;
        if (at >= 0)
        {
            ReadOnlySpan<byte> number = answer[(at + 16)..head];
            int end = number.IndexOf((byte)'\r');
            int length = int.Parse(Encoding.ASCII.GetString(end < 0 ? number : number[..end]), CultureInfo.InvariantCulture);
            isWhole = answer.Length >= head + 4 + length;
        }
        else
        {
            isWhole = answer.EndsWith("0\r\n\r\n"u8);
        }

        return isWhole ? int.Parse(Encoding.ASCII.GetString(answer[9..12]), CultureInfo.InvariantCulture) : null;
    }
}

/// <summary>What came of it; times in milliseconds.</summary>
internal sealed record LoadResult(double PerSecond, double P50, double P99, int Failed, int Status);
