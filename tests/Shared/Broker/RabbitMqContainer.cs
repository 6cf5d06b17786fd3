using System.Net.Sockets;

namespace Moderation.TestSupport;

/// <summary>RabbitMQ in a container, where a Docker engine answers.</summary>
internal sealed class RabbitMqContainer : IRabbitMqInstance
{
    private readonly Testcontainers.RabbitMq.RabbitMqContainer container;

    private RabbitMqContainer(Testcontainers.RabbitMq.RabbitMqContainer container) => this.container = container;

    public Uri Address => new(container.GetConnectionString());

    /// <summary>Null when no engine answers on its usual socket, or when it cannot run the image.</summary>
    public static async Task<RabbitMqContainer?> TryStartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is null && !await AnswersAsync("/var/run/docker.sock", cancellationToken))
        {
            return null;
        }

        try
        {
            Testcontainers.RabbitMq.RabbitMqContainer container = new Testcontainers.RabbitMq.RabbitMqBuilder("rabbitmq:3.13-alpine").Build();
            await container.StartAsync(cancellationToken);
            return new RabbitMqContainer(container);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            TestContext.Current.SendDiagnosticMessage("The Docker engine could not run RabbitMQ: {0}", problem.Message);
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
