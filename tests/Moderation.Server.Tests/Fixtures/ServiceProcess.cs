using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>The built executable as a process of its own on a free port, which can be killed like by a power cut and started again on the same data.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromSeconds(90);

    private readonly string executable;
    private readonly string workingDirectory;
    private readonly IReadOnlyDictionary<string, string> environment;
    private Process? process;
    private StringBuilder said = new();

    private ServiceProcess(string executable, string workingDirectory, IReadOnlyDictionary<string, string> environment)
    {
        this.executable = executable;
        this.workingDirectory = workingDirectory;
        this.environment = environment;
    }

    /// <summary>Where it listens since its last start.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it said since its last start, both streams.</summary>
    public string Said
    {
        get
        {
            lock (said)
            {
                return said.ToString();
            }
        }
    }

    /// <summary>The API key that the first start made.</summary>
    public string ApiKey
    {
        get
        {
            using JsonDocument made = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(workingDirectory, "data", "first-start.json")));
            return made.RootElement.GetProperty("apiKey").GetString()!;
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="workingDirectory">The directory it is started in; data are kept in its folder <c>data</c>, as without any setting.</param>
    /// <param name="folder">The folder of the executable; the plain build output if it is null.</param>
    /// <param name="environment">Settings.</param>
    public static async Task<ServiceProcess> StartAsync(string workingDirectory, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        ServiceProcess service = new(ServerBuild.Executable(folder ?? ServerBuild.Output), workingDirectory, environment ?? new Dictionary<string, string>());
        await service.StartAsync();
        return service;
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>, on whatever port is free.</summary>
    public async Task StartAsync()
    {
        Dictionary<string, string> settings = new(environment) { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" };
        StringBuilder text = said = new StringBuilder();
        TaskCompletionSource<Uri> greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process = new Process { StartInfo = CommandRun.Start(executable, workingDirectory, [], settings), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(text, line.Data, greeted);
        process.ErrorDataReceived += (_, line) => Hear(text, line.Data, greeted);
        process.Exited += (_, _) => greeted.TrySetException(new InvalidOperationException("The service ended before it was ready."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            Address = await greeted.Task.WaitAsync(ReadyDeadline, TestContext.Current.CancellationToken);
        }
        catch (Exception problem) when (problem is InvalidOperationException or TimeoutException)
        {
            throw new InvalidOperationException($"The service did not start. It said:\n{Said}", problem);
        }

        using HttpClient client = ModerationApp.NewClient(Address);
        await Eventually.TrueAsync("the service is ready", async () => (await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode, 60);
    }

    /// <summary>SIGKILL: it gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            process = null;
        }
    }

    /// <summary>SIGTERM, as a supervisor stops it; gives back the exit code.</summary>
    public async Task<int> StopAsync()
    {
        CommandRun signal = await CommandRun.OfAsync("/bin/kill", workingDirectory, ["-TERM", process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], [], null);
        signal.With(0);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        int exitCode = process.ExitCode;
        process.Dispose();
        process = null;
        return exitCode;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private static void Hear(StringBuilder text, string? line, TaskCompletionSource<Uri> greeted)
    {
        const string Greeting = "Moderation is ready at ";
        lock (text)
        {
            text.AppendLine(line);
        }

        if (line is not null && line.StartsWith(Greeting, StringComparison.Ordinal))
        {
            greeted.TrySetResult(new Uri(line[Greeting.Length..].Split(' ')[0]));
        }
    }
}
