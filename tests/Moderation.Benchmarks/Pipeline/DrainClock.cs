using System.Diagnostics;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>Starts when the warm-up is over and stops at the last reply.</summary>
internal sealed class DrainClock(PipelineOptions options, int process, int messages)
{
    private (long Time, int Done, ProcessCpu Cpu)? started;

    public DrainResult Result { get; private set; } = new(0, default, 0);

    /// <summary>Says how many replies are committed.</summary>
    public void Reached(int done)
    {
        if (started is null && done >= options.Warm)
        {
            started = (Stopwatch.GetTimestamp(), done, Now());
        }
        else if (started is { } from && done >= messages)
        {
            int counted = done - from.Done;
            double seconds = Stopwatch.GetElapsedTime(from.Time).TotalSeconds;
            Result = new DrainResult(counted / seconds, Now().PerReply(from.Cpu, counted), ProcessCpu.PeakMegabytes(process));
        }
    }

    private ProcessCpu Now() => ProcessCpu.Now(process, options.BrokerProcess, options.StoreProcess);
}

/// <summary>What one drain showed.</summary>
/// <param name="PerSecond">Replies committed per second after the warm-up.</param>
/// <param name="Cpu">Microseconds of processor time per reply.</param>
/// <param name="PeakMegabytes">Peak resident memory of the consuming process.</param>
internal sealed record DrainResult(double PerSecond, ProcessCpu Cpu, double PeakMegabytes);
