using System.Threading.Channels;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Submissions;

namespace Moderation.Messaging;

/// <summary>
/// Tells the worker about stored submissions. It keeps no promise and needs none: what is dropped here stays Received in the store and is found by the
/// sweep. So intake never waits for the broker, and a broker that is away costs nothing but time.
/// </summary>
internal sealed partial class HandOver(IBus bus, ILogger<HandOver> log) : BackgroundService
{
    /// <summary>The most submissions in one message.</summary>
    public const int MaxSubmissions = 500;

    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<ReceivedSubmission> waiting = Channel.CreateBounded<ReceivedSubmission>(
        new BoundedChannelOptions(20_000) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Hands over submissions that are committed, each with the trace of the request that brought it. Returns at once.</summary>
    public void Announce(IEnumerable<(SubmissionKey Key, string? TraceParent)> stored)
    {
        foreach ((SubmissionKey key, string? traceParent) in stored)
        {
            waiting.Writer.TryWrite(Named(key, traceParent));
        }
    }

    /// <summary>Hands over submissions that have waited; waits itself while the queue is full.</summary>
    public async Task AnnounceAsync(IReadOnlyList<SubmissionKey> stored, CancellationToken cancellationToken)
    {
        foreach (SubmissionKey key in stored)
        {
            await waiting.Writer.WriteAsync(Named(key, traceParent: null), cancellationToken).ConfigureAwait(false);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<ReceivedSubmission> chunk = new(MaxSubmissions);
        while (await waiting.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            chunk.Clear();
            while (chunk.Count < MaxSubmissions && waiting.Reader.TryRead(out ReceivedSubmission? named))
            {
                chunk.Add(named);
            }

            await PublishAsync([.. chunk], stoppingToken).ConfigureAwait(false);
        }
    }

    private static ReceivedSubmission Named(SubmissionKey key, string? traceParent) => new() { Site = key.Site.Value, Id = key.Id.Value, TraceParent = traceParent };

    private async Task PublishAsync(IReadOnlyList<ReceivedSubmission> submissions, CancellationToken stoppingToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(PublishTimeout);
        try
        {
            await bus.Publish(new SubmissionsReceived { Submissions = submissions }, limit.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
        {
            Log.NotHandedOver(log, submissions.Count, problem.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Warning, "{Count} submissions were not handed over ({Problem}); they stay received and the sweep hands them over again")]
        public static partial void NotHandedOver(ILogger logger, int count, string problem);
    }
}
