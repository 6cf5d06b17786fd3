using Moderation.Contracts;
using Moderation.Intake;
using Moderation.Server.Bootstrap;
using Moderation.Server.Settings;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Server.Demo;

/// <summary>Puts a first conversation under the demo article, once for a store, through the same door and the same policy as everybody's.</summary>
internal sealed partial class DemoSeed(
    ServerSettings settings, DemoAddress demo, ReplyPreparer preparer, ReplyIntake intake, InstallationStore installation,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<DemoSeed> log) : BackgroundService
{
    private const string Marker = "demo_seed";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
        try
        {
            if (await installation.GetAsync(FirstStart.DemoWanted, stoppingToken).ConfigureAwait(false) is not null && await installation.GetAsync(Marker, stoppingToken).ConfigureAwait(false) is null)
            {
                await WriteAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // The next start tries again, and what is there already is not written twice. Nothing else waits for a demo.
            Log.NotWritten(log, problem.GetType().Name);
        }
    }

    private async Task WriteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        foreach (SubmitReply reply in DemoThread.Replies(demo.Page.Value, now))
        {
            ReadReply read = ReadMessage.Single(reply).Replies[0];
            Validation checkedReply = ReplyValidator.Validate(read, new ReplyContext { ReceivedAt = now, RouteSite = settings.BootstrapSite });
            PreparedReply prepared = preparer.Prepare(checkedReply.Reply!, SubmissionSource.Http, isTest: false, isVouchedFor: true, Sender.Unknown);
            await intake.AcceptAsync(prepared, stoppingToken).ConfigureAwait(false);
        }

        await installation.SetIfAbsentAsync(Marker, "done", stoppingToken).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Warning, "The first conversation of the demo was not written ({Problem})")]
        public static partial void NotWritten(ILogger logger, string problem);
    }
}
