using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Moderation.Browser.Tests;

/// <summary>The built program as a process of its own, with an empty data directory and a port that the system chose.</summary>
public sealed partial class ServiceProcess : IAsyncLifetime
{
    /// <summary>An API key of the site, given in the settings.</summary>
    public const string ApiKey = "browser-tests-key-1";

    /// <summary>The site of the first start.</summary>
    public const string Site = "demo";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("moderation-browser-").FullName;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Starts the program and waits until it says that it is ready.</summary>
    public async ValueTask InitializeAsync()
    {
        ProcessStartInfo start = new("dotnet") { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(ProgramPath());
        start.ArgumentList.Add("serve");
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Moderation__DataDirectory"] = Path.Combine(_folder, "data");
        start.Environment["Moderation__Bootstrap__Site"] = Site;
        start.Environment["Moderation__Bootstrap__ApiKey"] = ApiKey;
        foreach (string foreign in new[] { "ConnectionStrings__Postgres", "ConnectionStrings__RabbitMq", "Moderation__Roles", "Moderation__PublicUrl" })
        {
            start.Environment.Remove(foreign);
        }

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
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
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
