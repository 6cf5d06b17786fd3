using RabbitMQ.Client;

namespace Moderation.Messaging;

/// <summary>
/// Sends messages of the error queues in again, once what was wrong is put right. A message leaves an error queue only when the broker has confirmed it in the queue it
/// was refused from: whatever breaks in between, it is in one of the two, or in both.
/// </summary>
internal sealed class ErrorRedrive(BrokerConnection broker)
{
    private static readonly (string Errors, string Queue)[] Routes = [(BrokerNames.SubmitReplyErrors, BrokerNames.SubmitReply), (BrokerNames.DecideErrors, BrokerNames.Decide)];

    private const int MaxLooks = 250;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>What lies in the error queues, oldest first. Looking takes nothing out and loses nothing.</summary>
    public async Task<IReadOnlyList<QueuedLetter>> ListAsync(LetterFilter filter, int limit, CancellationToken cancellationToken)
    {
        List<QueuedLetter> found = [];
        await WalkAsync(
            (queue, message, _) =>
            {
                RefusedLetter letter = RefusedLetter.Read(message.Body, message.BasicProperties);
                if (letter.IsMeant(filter))
                {
                    found.Add(new QueuedLetter(queue, letter));
                }

                return Task.FromResult(new Visit(IsTaken: false, GoesOn: found.Count < limit));
            },
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <param name="filter">Which messages are meant.</param>
    /// <param name="limit">The most messages to send in again.</param>
    /// <param name="cancellationToken">Stops between two messages.</param>
    public async Task<RedriveResult> RunAsync(LetterFilter filter, int limit, CancellationToken cancellationToken)
    {
        int redriven = 0;
        int passed = 0;
        await WalkAsync(
            async (queue, message, channel) =>
            {
                if (!RefusedLetter.Read(message.Body, message.BasicProperties).IsMeant(filter))
                {
                    passed++;
                    return new Visit(IsTaken: false, GoesOn: true);
                }

                // Through the exchange of the same name: the right to use the broker's default exchange would be the right to write into every queue.
                await channel.BasicPublishAsync(queue, routingKey: "", mandatory: true, Cleaned(message.BasicProperties), message.Body, cancellationToken).ConfigureAwait(false);
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false, CancellationToken.None).ConfigureAwait(false);
                return new Visit(IsTaken: true, GoesOn: ++redriven < limit);
            },
            cancellationToken).ConfigureAwait(false);
        return new RedriveResult(redriven, passed);
    }

    /// <summary>Takes messages out of the error queues for good. Returns how many.</summary>
    public async Task<int> DiscardAsync(LetterFilter filter, int limit, CancellationToken cancellationToken)
    {
        int discarded = 0;
        await WalkAsync(
            async (_, message, channel) =>
            {
                if (!RefusedLetter.Read(message.Body, message.BasicProperties).IsMeant(filter))
                {
                    return new Visit(IsTaken: false, GoesOn: true);
                }

                await channel.BasicAckAsync(message.DeliveryTag, multiple: false, CancellationToken.None).ConfigureAwait(false);
                return new Visit(IsTaken: true, GoesOn: ++discarded < limit);
            },
            cancellationToken).ConfigureAwait(false);
        return discarded;
    }

    /// <summary>Shows every message that is in an error queue now, until the visitor has enough. What is refused again meanwhile waits for the next time.</summary>
    private async Task WalkAsync(Func<string, BasicGetResult, IChannel, Task<Visit>> visit, CancellationToken cancellationToken)
    {
        Dictionary<string, uint> left = [];
        IChannel channel = await broker.ConfirmingChannelAsync(tracksReturns: true, cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            bool goesOn = true;
            foreach ((string errors, string queue) in Routes)
            {
                // What is only looked at stays unacknowledged, so that it is not met again; closing the channel gives it back.
                uint waiting = (await channel.QueueDeclarePassiveAsync(errors, cancellationToken).ConfigureAwait(false)).MessageCount;
                for (uint seen = 0; goesOn && seen < waiting && await channel.BasicGetAsync(errors, autoAck: false, cancellationToken).ConfigureAwait(false) is { } message; seen++)
                {
                    Visit visited = await visit(queue, message, channel).ConfigureAwait(false);
                    left[errors] = left.GetValueOrDefault(errors) + (visited.IsTaken ? 0u : 1u);
                    goesOn = visited.GoesOn;
                }
            }
        }

        await GivenBackAsync(left, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until the broker has put back what was only looked at: a quorum queue does so some time after the channel was closed, and whoever looks before finds it empty.
    /// </summary>
    private async Task GivenBackAsync(Dictionary<string, uint> left, CancellationToken cancellationToken)
    {
        IChannel channel = await broker.ConfirmingChannelAsync(tracksReturns: false, cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            foreach ((string errors, uint count) in left)
            {
                for (int looks = 0; looks < MaxLooks && (await channel.QueueDeclarePassiveAsync(errors, cancellationToken).ConfigureAwait(false)).MessageCount < count; looks++)
                {
                    await Task.Delay(LookAgain, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static BasicProperties Cleaned(IReadOnlyBasicProperties properties)
    {
        BasicProperties cleaned = new(properties) { Persistent = true };
        Dictionary<string, object?> headers = (properties.Headers ?? new Dictionary<string, object?>()).Where(header => !ErrorHeaders.IsOurs(header.Key)).ToDictionary(header => header.Key, header => header.Value);
        cleaned.Headers = headers.Count == 0 ? null : headers;
        return cleaned;
    }

    /// <summary>What became of a message that was shown.</summary>
    /// <param name="IsTaken">It is acknowledged and gone from the queue.</param>
    /// <param name="GoesOn">The next one is wanted.</param>
    private readonly record struct Visit(bool IsTaken, bool GoesOn);
}

/// <summary>A message of an error queue.</summary>
/// <param name="Queue">The queue it was refused from.</param>
/// <param name="Letter">What may be told about it.</param>
internal sealed record QueuedLetter(string Queue, RefusedLetter Letter);

/// <summary>What a redrive did.</summary>
/// <param name="Redriven">What is on its way again.</param>
/// <param name="Passed">What was met and is not meant.</param>
internal sealed record RedriveResult(int Redriven, int Passed)
{
    public static RedriveResult operator +(RedriveResult one, RedriveResult other) => new(one.Redriven + other.Redriven, one.Passed + other.Passed);
}
