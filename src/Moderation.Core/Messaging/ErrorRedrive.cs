using System.Text.Json;
using RabbitMQ.Client;

namespace Moderation.Messaging;

/// <summary>
/// Sends messages of the error queue in again, once what was wrong is put right. A message leaves the error queue only when the broker has confirmed it in the intake
/// queue: whatever breaks in between, it is in one of the two, or in both.
/// </summary>
internal sealed class ErrorRedrive(BrokerConnection broker)
{
    /// <param name="site">Only messages that name this site; null means all of them.</param>
    /// <param name="limit">The most messages to send in again.</param>
    /// <param name="cancellationToken">Stops between two messages.</param>
    public async Task<RedriveResult> RunAsync(string? site, int limit, CancellationToken cancellationToken)
    {
        IChannel channel = await broker.ConfirmingChannelAsync(tracksReturns: true, cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            // What is passed over stays unacknowledged until the end, so that it is not met again; closing the channel gives it back. No more than there are now:
            // what is refused again meanwhile waits for the next time.
            uint waiting = (await channel.QueueDeclarePassiveAsync(BrokerNames.SubmitReplyErrors, cancellationToken).ConfigureAwait(false)).MessageCount;
            int redriven = 0;
            int passed = 0;
            while (redriven < limit && redriven + passed < waiting && await channel.BasicGetAsync(BrokerNames.SubmitReplyErrors, autoAck: false, cancellationToken).ConfigureAwait(false) is { } message)
            {
                if (site is not null && !Names(message.Body, site))
                {
                    passed++;
                    continue;
                }

                await channel.BasicPublishAsync("", BrokerNames.SubmitReply, mandatory: true, Cleaned(message.BasicProperties), message.Body, cancellationToken).ConfigureAwait(false);
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false, CancellationToken.None).ConfigureAwait(false);
                redriven++;
            }

            return new RedriveResult(redriven, passed);
        }
    }

    private static BasicProperties Cleaned(IReadOnlyBasicProperties properties)
    {
        BasicProperties cleaned = new(properties) { Persistent = true };
        Dictionary<string, object?> headers = (properties.Headers ?? new Dictionary<string, object?>()).Where(header => !ErrorHeaders.IsOurs(header.Key)).ToDictionary(header => header.Key, header => header.Value);
        cleaned.Headers = headers.Count == 0 ? null : headers;
        return cleaned;
    }

    /// <summary>True when the message, or one of its items, is of the site. What cannot be read is of no site.</summary>
    private static bool Names(ReadOnlyMemory<byte> body, string site)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            return IsOf(root, site) || (root.ValueKind == JsonValueKind.Object
                && ((root.TryGetProperty("message", out JsonElement message) && IsOf(message, site)) || (root.TryGetProperty("items", out JsonElement items) && AnyOf(items, site))));
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool AnyOf(JsonElement items, string site) => items.ValueKind == JsonValueKind.Array && items.EnumerateArray().Any(item => IsOf(item, site));

    private static bool IsOf(JsonElement reply, string site) =>
        reply.ValueKind == JsonValueKind.Object && reply.TryGetProperty("site", out JsonElement named) && named.ValueKind == JsonValueKind.String && named.GetString() == site;
}

/// <summary>What a redrive did.</summary>
/// <param name="Redriven">Messages that are in the intake queue again.</param>
/// <param name="Passed">Messages that stay in the error queue because they are of other sites.</param>
internal sealed record RedriveResult(int Redriven, int Passed);
