using System.Net.Sockets;
using Testcontainers.PostgreSql;

namespace Moderation.TestSupport;

/// <summary>PostgreSQL in a container, where a Docker engine answers.</summary>
internal sealed class PostgresContainer : IPostgresInstance
{
    private readonly PostgreSqlContainer container;

    private PostgresContainer(PostgreSqlContainer container) => this.container = container;

    public string ConnectionString => container.GetConnectionString();

    /// <summary>Null when no engine answers on its usual socket, or when it cannot run the image.</summary>
    public static async Task<PostgresContainer?> TryStartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is null && !await AnswersAsync("/var/run/docker.sock", cancellationToken))
        {
            return null;
        }

        try
        {
            PostgreSqlContainer container = new PostgreSqlBuilder("postgres:15-alpine").Build();
            await container.StartAsync(cancellationToken);
            return new PostgresContainer(container);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            TestContext.Current.SendDiagnosticMessage("The Docker engine could not run PostgreSQL: {0}", problem.Message);
            return null;
        }
    }

    public ValueTask DisposeAsync() => container.DisposeAsync();

    private static async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
