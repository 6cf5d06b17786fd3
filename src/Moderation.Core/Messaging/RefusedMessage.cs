using RabbitMQ.Client;

namespace Moderation.Messaging;

/// <summary>A message, or one item of it, on its way to an error queue.</summary>
internal sealed record RefusedMessage
{
    /// <summary>The message as it came, or the item alone, so that it can be sent in again as it is.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What its sender said about it.</summary>
    public required IReadOnlyBasicProperties Properties { get; init; }

    /// <summary>Another message id than the sender's, so that an item sent in again gets the id it would have had; null keeps the sender's.</summary>
    public string? MessageId { get; init; }

    /// <summary>Why, as a stable code.</summary>
    public required string Code { get; init; }

    /// <summary>Which members are missing or wrong, by path. Paths only: nothing that anybody typed.</summary>
    public IReadOnlyCollection<string> Members { get; init; } = [];

    /// <summary>One of our own sentences that says more than the path; null where the path says all.</summary>
    public string? Detail { get; init; }

    /// <summary>The position in <c>items</c>; null for a whole message.</summary>
    public int? Item { get; init; }
}
