using System.Runtime.InteropServices;

namespace Moderation.Server.Hosting;

/// <summary>
/// Gives memory back that a quiet process holds for nothing: what only the start or a busy hour needed. An idle process allocates so little that it would not collect for hours.
/// </summary>
internal sealed class IdleTrim(TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly QuietWatch watch = new();

    /// <summary>Collects everything and returns it, and what the C library kept for later, to the operating system.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (watch.IsDue(GC.GetTotalAllocatedBytes()))
            {
                GiveBack();
            }
        }
    }

    /// <summary>The C library keeps what was freed (compiled methods leave some megabytes). Only glibc can be asked for it.</summary>
    private static class NativeHeap
    {
        private static readonly Func<nuint, int>? TrimTo = Find();

        public static void Trim() => TrimTo?.Invoke(0);

        private static Func<nuint, int>? Find() =>
            OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "malloc_trim", out nint function)
                ? Marshal.GetDelegateForFunctionPointer<MallocTrim>(function).Invoke
                : null;

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        private delegate int MallocTrim(nuint keep);
    }
}
