using System.Diagnostics;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>The built worker as a process of its own, with the role worker only.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process process;

    private readonly string directory;

    private WorkerProcess(Process process, string directory)
    {
        this.process = process;
        this.directory = directory;
    }

    public int Id => process.Id;

    /// <summary>Runs a command of the executable to its end.</summary>
    public static async Task RunAsync(PipelineOptions options, PipelineStore store, string directory, string[] arguments, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(Start(options, store, directory, arguments))!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"moderation {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    public static WorkerProcess Begin(PipelineOptions options, PipelineStore store, string directory) =>
        new(Process.Start(Start(options, store, directory, []))!, directory);

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        GC.KeepAlive(directory);
    }

    private static ProcessStartInfo Start(PipelineOptions options, PipelineStore store, string directory, string[] arguments)
    {
        ProcessStartInfo start = new(options.Worker) { WorkingDirectory = directory, RedirectStandardOutput = false };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ConnectionStrings__Postgres"] = store.ConnectionString;
        start.Environment["ConnectionStrings__RabbitMq"] = options.Broker.AbsoluteUri;
        start.Environment["Moderation__KeyRingPath"] = Path.Combine(directory, "keys");
        start.Environment["Moderation__DataDirectory"] = directory;
        start.Environment["Moderation__Bootstrap__Site"] = PipelineStore.Site;
        start.Environment["Moderation__Roles"] = "worker";
        start.Environment["Moderation__BaseModel"] = options.BaseModel;
        return start;
    }
}
