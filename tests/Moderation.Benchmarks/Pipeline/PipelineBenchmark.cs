using System.Globalization;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>
/// Drains a filled quorum queue three ways in one run: (a) the raw floor, (b) the worker with one reply in a message, (c) the worker with many. Prints ratios, because
/// rates of a shared machine mean little, and the latency at a third of the worker's drain rate.
/// </summary>
internal static class PipelineBenchmark
{
    public static async Task<int> RunAsync(PipelineOptions options, CancellationToken cancellationToken)
    {
        await using BrokerQueue queue = await BrokerQueue.OpenAsync(options.Broker, cancellationToken);
        List<DrainResult> floors = [], singles = [], several = [];
        List<Latency> latencies = [];
        for (int round = 1; round <= options.Rounds; round++)
        {
            Console.Error.WriteLine($"round {round} of {options.Rounds}");
            if (options.Variants.Contains('a', StringComparison.Ordinal))
            {
                floors.Add(await FloorAsync(options, queue, round, cancellationToken));
            }

            if (options.Variants.Contains('b', StringComparison.Ordinal))
            {
                (DrainResult single, Latency? latency) = await WorkerAsync(options, queue, 1, round, cancellationToken);
                singles.Add(single);
                latencies.Add(latency!);
            }

            if (options.Variants.Contains('c', StringComparison.Ordinal))
            {
                several.Add((await WorkerAsync(options, queue, options.Items, round, cancellationToken)).Drain);
            }
        }

        Print("(a) raw client, COPY, no scoring", floors);
        Print("(b) worker, one reply a message", singles);
        Print($"(c) worker, items of {options.Items}", several);
        PrintRatio("(b)/(a)", singles, floors);
        PrintRatio("(c)/(a)", several, floors);
        if (latencies.Count > 0)
        {
            Write($"at a third of the drain rate of (b), publish to commit: p50 {Median(latencies, one => one.CommitP50):0.0} ms, p99 {Median(latencies, one => one.CommitP99):0.0} ms; to the event in hand: p50 {Median(latencies, one => one.EventP50):0.0} ms, p99 {Median(latencies, one => one.EventP99):0.0} ms");
        }

        return 0;
    }

    private static async Task<DrainResult> FloorAsync(PipelineOptions options, BrokerQueue queue, int round, CancellationToken cancellationToken)
    {
        await using PipelineStore store = await PipelineStore.CreateAsync(options.Postgres, cancellationToken);
        await queue.PurgeAsync(cancellationToken);
        SomeReplies replies = new(round);
        await queue.FillAsync(Enumerable.Range(0, options.Messages).Select(_ => replies.Single()), cancellationToken);
        return await new RawFloor(queue, store).DrainAsync(options, cancellationToken);
    }

    private static async Task<(DrainResult Drain, Latency? Latency)> WorkerAsync(PipelineOptions options, BrokerQueue queue, int items, int round, CancellationToken cancellationToken)
    {
        await using PipelineStore store = await PipelineStore.CreateAsync(options.Postgres, cancellationToken);
        string directory = Directory.CreateTempSubdirectory("moderation-bench").FullName;
        try
        {
            await WorkerProcess.RunAsync(options, store, directory, ["migrate"], cancellationToken);
            await queue.PurgeAsync(cancellationToken);
            SomeReplies replies = new((1_000 * items) + round);
            await queue.FillAsync(Enumerable.Range(0, options.Messages / items).Select(_ => items == 1 ? replies.Single() : replies.Several(items)), cancellationToken);
            await using WorkerProcess worker = WorkerProcess.Begin(options, store, directory);
            int total = options.Messages / items * items;
            DrainClock clock = new(options, worker.Id, total);
            long done = 0;
            while (done < total)
            {
                await Task.Delay(50, cancellationToken);

                // One event for each verdict, numbered as they are written: the highest number is the count, by one look into an index.
                done = await store.CountAsync("select coalesce(max(position), 0) from outbox_event", cancellationToken);
                clock.Reached((int)done);
            }

            return (clock.Result, items == 1 ? await new LatencyProbe(queue, store).MeasureAsync(clock.Result.PerSecond / 3, replies, cancellationToken) : null);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Print(string name, List<DrainResult> drains)
    {
        if (drains.Count > 0)
        {
            Write($"{name,-34} {Median(drains, drain => drain.PerSecond),8:0}/s   µs per reply: process {Median(drains, drain => drain.Cpu.Worker),5:0.0}, broker {Median(drains, drain => drain.Cpu.Broker),5:0.0}, database {Median(drains, drain => drain.Cpu.Store),5:0.0}   peak {Median(drains, drain => drain.PeakMegabytes):0} MB");
        }
    }

    /// <summary>By the clock, and by processor time: the second holds when others use the machine.</summary>
    private static void PrintRatio(string name, List<DrainResult> drains, List<DrainResult> floors)
    {
        if (drains.Count > 0 && floors.Count > 0)
        {
            Write($"{name} {Median(drains, drain => drain.PerSecond) / Median(floors, drain => drain.PerSecond):0.00} by the clock, {Median(floors, drain => drain.Cpu.Total) / Median(drains, drain => drain.Cpu.Total):0.00} by processor time");
        }
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static double Median<T>(List<T> drains, Func<T, double> of) => drains.Select(of).Order().ElementAt(drains.Count / 2);
}
