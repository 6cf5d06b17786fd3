using Moderation.Server.Samples;

namespace Moderation.Server.Commands;

/// <summary>A way of sample replies to the service.</summary>
internal abstract class SampleSender : IAsyncDisposable
{
    /// <summary>Sends replies together and has counted what became of them when this, or <see cref="FinishAsync"/>, returns.</summary>
    public abstract Task SendAsync(IReadOnlyList<SampleReply> samples, CancellationToken cancellationToken);

    /// <summary>Waits for what is still on its way.</summary>
    public virtual Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();
}
