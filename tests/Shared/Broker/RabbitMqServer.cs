using Moderation.TestSupport;

[assembly: AssemblyFixture(typeof(RabbitMqServer))]

namespace Moderation.TestSupport;

/// <summary>
/// The RabbitMQ broker of a test run, found or started when the first test asks for it: the one MODERATION_TEST_RABBITMQ names, else a container where a Docker engine
/// answers, else a private node of the local binaries. What was started is stopped at the end.
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    /// <summary>The environment variable with the amqp address of a broker whose user may declare everything.</summary>
    public const string Variable = "MODERATION_TEST_RABBITMQ";

    private readonly SemaphoreSlim once = new(1, 1);
    private IRabbitMqInstance? instance;
    private string? whyMissing;

    /// <summary>
    /// The address of the broker. Without one the test is skipped; where <c>CI</c> is <c>true</c> it fails, because half of the promise would go untested.
    /// Tests share the broker one after the other: the names on it are fixed, so they clean it before they start.
    /// </summary>
    public async Task<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        await once.WaitAsync(cancellationToken);
        try
        {
            if (instance is null && whyMissing is null)
            {
                await FindAsync(cancellationToken);
            }
        }
        finally
        {
            once.Release();
        }

        if (instance is not null)
        {
            return instance.Address;
        }

        Missing(whyMissing!);
        throw new InvalidOperationException(whyMissing);
    }

    /// <summary>Fails on CI, skips elsewhere.</summary>
    public static void Missing(string why)
    {
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"No RabbitMQ for the tests: {why}");
        Assert.Skip($"No RabbitMQ for the tests: {why}");
    }

    public async ValueTask DisposeAsync()
    {
        if (instance is not null)
        {
            await instance.DisposeAsync();
        }

        once.Dispose();
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            instance = new GivenRabbitMq(new Uri(given));
            return;
        }

        instance = await RabbitMqContainer.TryStartAsync(cancellationToken) ?? (IRabbitMqInstance?)await LocalRabbitMq.TryStartAsync(cancellationToken);
        whyMissing = instance is null ? $"{Variable} is not set, no Docker engine answers and rabbitmq-server is not installed." : null;
    }

    private sealed class GivenRabbitMq(Uri address) : IRabbitMqInstance
    {
        public Uri Address { get; } = address;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A broker that tests may use.</summary>
internal interface IRabbitMqInstance : IAsyncDisposable
{
    /// <summary>With user and password.</summary>
    Uri Address { get; }
}
