using System.Threading.Channels;

namespace Moderation.Messaging;

/// <summary>
/// Rings when this process has committed events, so that whoever sends them need not wait for the next look. A hint and nothing more: events of other processes, and those
/// that fall due with time, ring no bell.
/// </summary>
internal sealed class OutboxBell
{
    private readonly Channel<bool> rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Ring() => rung.Writer.TryWrite(true);

    /// <summary>Waits until the bell has rung since the last wait, or the time is over, or the token is cancelled. Does not throw. One waiter at a time.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = new(longest, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await rung.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Time to look anyway, or to stop.
        }
    }
}
