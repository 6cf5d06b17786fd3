using System.Diagnostics;

namespace Moderation.TestSupport;

/// <summary>A private instance of the PostgreSQL binaries on this machine: own data directory, a Unix socket instead of a port, gone at the end.</summary>
internal sealed class LocalPostgres : IPostgresInstance
{
    /// <summary>The server refuses to run as root; these accounts are tried then.</summary>
    private static readonly string[] Accounts = ["postgres", "nobody"];

    private readonly string binaries;
    private readonly string directory;
    private readonly string? account;

    private LocalPostgres(string binaries, string directory, string? account)
    {
        this.binaries = binaries;
        this.directory = directory;
        this.account = account;
    }

    public string ConnectionString => $"Host={directory};Username=moderation_test;Database=postgres";

    /// <summary>Null when the binaries are not here. Throws when they are and do not start.</summary>
    public static async Task<LocalPostgres?> TryStartAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || FindBinaries() is not { } binaries)
        {
            return null;
        }

        // A short path: a socket's may have 107 bytes.
        string directory = Directory.CreateTempSubdirectory("modpg").FullName;
        string? account = Environment.UserName == "root" ? Accounts.First(IsAccount) : null;
        LocalPostgres server = new(binaries, directory, account);
        if (account is not null)
        {
            await RunAsync("chown", [account, directory], cancellationToken);
        }

        await server.RunServerToolAsync(["initdb", "-D", server.Data, "-U", "moderation_test", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"], cancellationToken);

        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Everything the server writes is under it.</summary>
    public string DirectoryPath => directory;

    /// <summary>Starts the server, with the data it had, and waits until it takes connections.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // What is written is gone at the end anyway: no need to bring it safely to disk.
        string settings = $"-c listen_addresses='' -c unix_socket_directories='{directory}' -c fsync=off -c max_connections=200";
        return RunServerToolAsync(["pg_ctl", "-D", Data, "-l", Path.Combine(directory, "log"), "-o", settings, "-w", "-t", "120", "start"], cancellationToken);
    }

    /// <summary>Stops the server in an orderly way and keeps its data; open connections are cut.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => RunServerToolAsync(["pg_ctl", "-D", Data, "-m", "fast", "-w", "-t", "120", "stop"], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await RunServerToolAsync(["pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop"], CancellationToken.None);
        Directory.Delete(directory, recursive: true);
    }

    private string Data => Path.Combine(directory, "data");

    private static string? FindBinaries()
    {
        IEnumerable<string> onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => path, StringComparer.Ordinal).Select(path => Path.Combine(path, "bin"))
            : [];
        return packaged.Concat(onPath).FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb")) && File.Exists(Path.Combine(path, "pg_ctl")));
    }

    private static bool IsAccount(string name) => File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));

    private Task RunServerToolAsync(string[] command, CancellationToken cancellationToken)
    {
        string tool = Path.Combine(binaries, command[0]);
        return account is null
            ? RunAsync(tool, command[1..], cancellationToken)
            : RunAsync("setpriv", ["--reuid", account, "--regid", account == "nobody" ? "nogroup" : account, "--clear-groups", tool, .. command[1..]], cancellationToken);
    }

    private static async Task RunAsync(string file, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        // The server inherits the output of the tool that starts it, so nothing may wait for its end: to a file it goes.
        string output = Path.GetTempFileName();
        ProcessStartInfo start = new("/bin/sh") { WorkingDirectory = "/" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("out=\"$1\"; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(output);
        start.ArgumentList.Add(file);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        string said = await File.ReadAllTextAsync(output, cancellationToken);
        File.Delete(output);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {said}");
        }
    }
}
