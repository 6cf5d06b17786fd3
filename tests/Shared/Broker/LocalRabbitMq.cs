using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Moderation.TestSupport;

/// <summary>
/// A private node of the RabbitMQ binaries on this machine: own data directory, free ports, its own port mapper. It can be stopped and started again with its data;
/// at the end nothing of it is left.
/// </summary>
public sealed class LocalRabbitMq : IRabbitMqInstance
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly string script;
    private readonly int port;
    private readonly int distributionPort;
    private readonly int mapperPort;
    private readonly int tlsPort;
    private Process? process;

    private LocalRabbitMq(string script, string directory)
    {
        this.script = script;
        DirectoryPath = directory;
        port = FreePort();
        distributionPort = FreePort();
        mapperPort = FreePort();
        tlsPort = FreePort();
    }

    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{port}/");

    /// <summary>The same over TLS, by the name that the certificate is for.</summary>
    public Uri TlsAddress => new($"amqps://guest:guest@localhost:{tlsPort}/");

    /// <summary>Everything the broker writes is under it.</summary>
    public string DirectoryPath { get; }

    /// <summary>The id of the process that runs the broker, for its CPU time; null while it is stopped.</summary>
    public int? ProcessId => process?.Id;

    /// <summary>Null when the binaries are not here. Throws when they are and do not start.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="certificates">A folder with <c>ca.pem</c>, <c>server.pem</c> and <c>server.key</c>, for a broker that speaks TLS as well; null for one that does not.</param>
    public static async Task<LocalRabbitMq?> TryStartAsync(CancellationToken cancellationToken, string? certificates = null)
    {
        if (OperatingSystem.IsWindows() || FindScript() is not { } script)
        {
            return null;
        }

        LocalRabbitMq broker = new(script, Directory.CreateTempSubdirectory("modmq").FullName);
        await File.WriteAllTextAsync(
            Path.Combine(broker.DirectoryPath, "rabbitmq.conf"),
            $"listeners.tcp.default = 127.0.0.1:{broker.port}\nlog.console = false\nlog.file.level = warning\ndisk_free_limit.absolute = 50MB\n{broker.Tls(certificates)}",
            cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(broker.DirectoryPath, "enabled_plugins"), "[].\n", cancellationToken);
        await broker.StartAsync(cancellationToken);
        return broker;
    }

    /// <summary>Starts the node, with the data it had, and waits until it takes connections.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        process = Process.Start(Command("exec \"$1\" >>\"$2/output\" 2>&1 </dev/null", script, DirectoryPath))!;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        using PeriodicTimer again = new(TimeSpan.FromMilliseconds(200));
        ConnectionFactory factory = new() { Uri = Address };
        while (true)
        {
            try
            {
                await using IConnection connection = await factory.CreateConnectionAsync(limit.Token);
                return;
            }
            catch (Exception problem) when (problem is BrokerUnreachableException && !process.HasExited)
            {
                await again.WaitForNextTickAsync(limit.Token);
            }
        }
    }

    /// <summary>Stops the node in an orderly way and keeps its data.</summary>
    public async Task StopAsync()
    {
        if (process is null)
        {
            return;
        }

        // The start script passes the signal on and waits for the node.
        using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        using Process mapper = Process.Start(Command("exec epmd -kill >/dev/null 2>&1", "", ""))!;
        await mapper.WaitForExitAsync();
        Directory.Delete(DirectoryPath, recursive: true);
    }

    private string Tls(string? certificates) => certificates is null
        ? ""
        : $"listeners.ssl.default = 127.0.0.1:{tlsPort}\nssl_options.cacertfile = {certificates}/ca.pem\nssl_options.certfile = {certificates}/server.pem\nssl_options.keyfile = {certificates}/server.key\nssl_options.verify = verify_none\nssl_options.versions.1 = tlsv1.2\n";

    private ProcessStartInfo Command(string command, string first, string second)
    {
        ProcessStartInfo start = new("/bin/sh") { WorkingDirectory = "/" };
        foreach (string argument in (string[])["-c", command, "sh", first, second])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HOME"] = DirectoryPath;
        start.Environment["ERL_EPMD_PORT"] = $"{mapperPort}";
        start.Environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        start.Environment["RABBITMQ_NODENAME"] = "moderation@localhost";
        start.Environment["RABBITMQ_DIST_PORT"] = $"{distributionPort}";
        start.Environment["RABBITMQ_CONF_ENV_FILE"] = "/dev/null";
        start.Environment["RABBITMQ_CONFIG_FILE"] = Path.Combine(DirectoryPath, "rabbitmq.conf");
        start.Environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(DirectoryPath, "enabled_plugins");
        start.Environment["RABBITMQ_MNESIA_BASE"] = Path.Combine(DirectoryPath, "data");
        start.Environment["RABBITMQ_LOG_BASE"] = Path.Combine(DirectoryPath, "log");
        start.Environment["RABBITMQ_PID_FILE"] = Path.Combine(DirectoryPath, "pid");
        return start;
    }

    /// <summary>The script of the release itself: the one on the path of a package switches to another account.</summary>
    private static string? FindScript()
    {
        const string Releases = "/usr/lib/rabbitmq/lib";
        IEnumerable<string> packaged = Directory.Exists(Releases)
            ? Directory.GetDirectories(Releases).OrderByDescending(path => path, StringComparer.Ordinal).Select(path => Path.Combine(path, "sbin"))
            : [];
        IEnumerable<string> onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return packaged.Concat(onPath).Select(path => Path.Combine(path, "rabbitmq-server")).FirstOrDefault(File.Exists);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
