namespace Moderation.Messaging;

/// <summary>Where events go when they leave the outbox: to the broker, or, on the embedded default, nowhere, because the change feed reads the outbox itself.</summary>
internal interface IEventPublisher
{
    /// <summary>Publishes in order and returns when all are confirmed. Throws when one is not; it may have left all the same.</summary>
    Task PublishAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken);
}

/// <summary>The embedded default: no broker, so an event has left as soon as it is due.</summary>
internal sealed class NoBroker : IEventPublisher
{
    public Task PublishAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken) => Task.CompletedTask;
}
