using System.Diagnostics;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>Starts when the warm-up is over and stops at the last reply.</summary>
internal sealed class DrainClock(int process, int messages, int warm)
{
    private (long Time, int Done, ProcessCpu Cpu)? started;

    public DrainResult Result { get; private set; } = new(0, default, 0);

    /// <summary>Says how many replies are committed.</summary>
    public void Reached(int done)
    {
        if (started is null && done >= warm)
        {
            started = (Stopwatch.GetTimestamp(), done, ProcessCpu.Now(process));
        }
        else if (started is { } from && done >= messages)
        {
            int counted = done - from.Done;
            double seconds = Stopwatch.GetElapsedTime(from.Time).TotalSeconds;
            Result = new DrainResult(counted / seconds, ProcessCpu.Now(process).PerReply(from.Cpu, counted), ProcessCpu.PeakMegabytes(process));
        }
    }
}

/// <summary>What one drain showed.</summary>
/// <param name="PerSecond">Replies committed per second after the warm-up.</param>
/// <param name="Cpu">Microseconds of processor time per reply.</param>
/// <param name="PeakMegabytes">Peak resident memory of the consuming process.</param>
internal sealed record DrainResult(double PerSecond, ProcessCpu Cpu, double PeakMegabytes);
