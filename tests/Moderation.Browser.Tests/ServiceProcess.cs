using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Moderation.Browser.Tests;

/// <summary>The built program as a process of its own, on the embedded default, with an empty data directory and a port that the system chose.</summary>
public partial class ServiceProcess : IAsyncLifetime
{
    /// <summary>An API key of the site, given in the settings.</summary>
    public const string ApiKey = "browser-tests-key-1";

    /// <summary>The site of the first start.</summary>
    public const string Site = "demo";

    /// <summary>The password of the first admin.</summary>
    public const string AdminPassword = "seven minutes by boat";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly List<string> _output = [];
    private TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    /// <summary>Where it runs and keeps its files.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("moderation-browser-").FullName;

    /// <summary>Where its store is.</summary>
    public string DataDirectory => Path.Combine(Folder, "data");

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Starts the program and waits until it says that it is ready.</summary>
    public virtual ValueTask InitializeAsync() => new(StartAsync(0));

    /// <summary>Starts the program once more, on the same port and with the same data.</summary>
    public Task StartAgainAsync()
    {
        _ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        return StartAsync(Address.Port);
    }

    /// <summary>Kills the program, as a machine that fails does.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    /// <summary>Runs a command of the program beside the running service and returns what it printed.</summary>
    public async Task<string> RunCommandAsync(params string[] arguments)
    {
        using Process command = new() { StartInfo = StartInfo(arguments) };
        command.Start();
        Task<string> errors = command.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await command.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await command.WaitForExitAsync(TestContext.Current.CancellationToken);
        return command.ExitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {command.ExitCode}:\n{output}\n{await errors}");
    }

    private ProcessStartInfo StartInfo(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in arguments.Prepend(ProgramPath()))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Moderation__DataDirectory"] = Path.Combine(Folder, "data");
        foreach (string foreign in new[] { "ConnectionStrings__Postgres", "ConnectionStrings__RabbitMq", "Moderation__Roles", "Moderation__PublicUrl" })
        {
            start.Environment.Remove(foreign);
        }

        Configure(start);
        return start;
    }

    /// <summary>Settings beside those of the embedded default.</summary>
    protected virtual void Configure(ProcessStartInfo start)
    {
    }

    private async Task StartAsync(int port)
    {
        ProcessStartInfo start = StartInfo("serve");
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Moderation__Bootstrap__Site"] = Site;
        start.Environment["Moderation__Bootstrap__ApiKey"] = ApiKey;
        start.Environment["Moderation__Bootstrap__AdminPassword"] = AdminPassword;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The service ended before it was ready:\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            Address = await _ready.Task.WaitAsync(StartLimit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The service was not ready within {StartLimit.TotalSeconds} s:\n{Output}");
        }
    }

    /// <summary>Everything it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (ReadyLine().Match(line) is { Success: true } match)
        {
            _ready.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    /// <summary>The program that was built beside these tests, in the same configuration.</summary>
    private static string ProgramPath()
    {
        DirectoryInfo output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo root = output;
        while (!File.Exists(Path.Combine(root.FullName, "Moderation.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
        }

        string path = Path.Combine(root.FullName, "src", "Moderation.Server", "bin", output.Parent!.Name, output.Name, "moderation.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"Build the solution first: {path} is missing ({RuntimeInformation.FrameworkDescription}).");
    }

    [GeneratedRegex(@"^Moderation is ready at (http://\S+)")]
    private static partial Regex ReadyLine();
}
