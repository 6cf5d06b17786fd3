using System.Globalization;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>Processor time of the processes that share the work, from /proc: it holds on a machine that does other things as well.</summary>
internal readonly record struct ProcessCpu(double Worker, double Broker, double Store)
{
    private const double TicksPerSecond = 100;

    /// <summary>All three.</summary>
    public double Total => Worker + Broker + Store;

    /// <summary>Seconds so far: of the worker, the broker and the database server, each by process id and with its children; 0 for one that runs elsewhere.</summary>
    public static ProcessCpu Now(int worker, int? broker, int? store)
    {
        double app = 0, queue = 0, database = 0;
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int id) || Read(Path.Combine(directory, "stat")) is not var (parent, seconds))
            {
                continue;
            }

            app += id == worker ? seconds : 0;
            queue += id == broker || parent == broker ? seconds : 0;
            database += id == store || parent == store ? seconds : 0;
        }

        return new ProcessCpu(app, queue, database);
    }

    /// <summary>Peak resident memory of a process in megabytes.</summary>
    public static double PeakMegabytes(int process) =>
        double.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    /// <summary>Microseconds for each of so many replies since <paramref name="before"/>.</summary>
    public ProcessCpu PerReply(ProcessCpu before, int replies) =>
        new((Worker - before.Worker) * 1e6 / replies, (Broker - before.Broker) * 1e6 / replies, (Store - before.Store) * 1e6 / replies);

    private static (int Parent, double Seconds)? Read(string file)
    {
        try
        {
            // pid (name) state parent …; user and system time are fields 14 and 15, those of finished children 16 and 17.
            string text = File.ReadAllText(file);
            string[] rest = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            double ticks = rest[11..15].Sum(field => double.Parse(field, CultureInfo.InvariantCulture));
            return (int.Parse(rest[1], CultureInfo.InvariantCulture), ticks / TicksPerSecond);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
