using System.Globalization;
using Moderation.Models;
using Moderation.Server.Settings;
using Moderation.Sites;
using Moderation.Training;

namespace Moderation.Server.Commands;

/// <summary><c>moderation train --site</c>: a training run from a site's labels, here or, where a trainer takes it first, there.</summary>
internal static class TrainSiteCommand
{
    private const string Actor = "cli";

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs to the end. 0: there is a challenger and the gate lets it pass; 3: the gate refuses it; 1: there is none.</summary>
    public static async Task<int> RunAsync(string siteId, bool onlyIfDue, bool asJson, CancellationToken cancellationToken)
    {
        await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
        Site site = await session.SiteAsync(siteId, cancellationToken).ConfigureAwait(false);
        await session.Get<ModelHost>().PrepareAsync(mayUpgrade: false, session.Get<ServerSettings>().BaseModel, cancellationToken).ConfigureAwait(false);
        if (onlyIfDue && await session.Get<RetrainingDue>().WhyAsync(site.Id, cancellationToken).ConfigureAwait(false) is null)
        {
            await Console.Error.WriteLineAsync("Not due: too few new labels since the last training set.").ConfigureAwait(false);
            return ExitCode.Done;
        }

        TrainingRunStore runs = session.Get<TrainingRunStore>();
        (TrainingRun run, bool isNew) = await runs.RequestAsync(site.Id, Actor, cancellationToken).ConfigureAwait(false);
        if (!isNew)
        {
            await Console.Error.WriteLineAsync($"A training run of this site is not finished yet ({run.RequestedBy} asked for it at {Time(run.RequestedAt)}); this is how it goes on:").ConfigureAwait(false);
        }

        try
        {
            run = await WatchAsync(session, run, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (isNew)
        {
            // Whoever stops the command stops the run that it began.
            await runs.CancelAsync(run.RunId, Actor, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        await ShowAsync(session, run, asJson).ConfigureAwait(false);
        return run.State switch
        {
            TrainingRunState.Done => ExitCode.Done,
            TrainingRunState.Refused => ExitCode.RefusedByGate,
            TrainingRunState.Waiting or TrainingRunState.Running or TrainingRunState.Failed or TrainingRunState.Cancelled => ExitCode.Failed,
        };
    }

    private static async Task<TrainingRun> WatchAsync(StoreSession session, TrainingRun run, CancellationToken cancellationToken)
    {
        TrainingRunStore runs = session.Get<TrainingRunStore>();
        ConsoleProgress progress = new();
        Task<TrainingRun>? own = null;
        int shown = 0;
        while (true)
        {
            if (own is null && await runs.ClaimAsync(run.RunId, cancellationToken).ConfigureAwait(false) is { } claimed)
            {
                own = session.Get<TrainSite>().HandleAsync(claimed, cancellationToken);
            }

            run = await runs.FindAsync(run.RunId, CancellationToken.None).ConfigureAwait(false) ?? run;
            string[] lines = run.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (string line in lines.Skip(shown))
            {
                await Console.Error.WriteLineAsync(line).ConfigureAwait(false);
            }

            shown = lines.Length;
            if (run.IsFinished)
            {
                // The one in hand still has a word to write after its last.
                return own is null ? run : await own.ConfigureAwait(false);
            }

            progress.Report(new Scoring.Training.TrainingProgress(run.State == TrainingRunState.Waiting ? "waiting for another training run" : run.Step ?? "beginning", run.Share));
            if (own is not null && own.IsCompleted)
            {
                await own.ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                own = null;
            }

            await Task.Delay(LookInterval, cancellationToken).ConfigureAwait(own is null ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ShowAsync(StoreSession session, TrainingRun run, bool asJson)
    {
        ChallengerRow? made = run.ModelSha256 is { } sha256 ? await session.Get<ChallengerStore>().FindAsync(sha256, CancellationToken.None).ConfigureAwait(false) : null;
        if (asJson)
        {
            Output.WriteJson(new { run.RunId, Site = run.Site.Value, run.State, run.Message, Model = made?.Number, Sha256 = run.ModelSha256, Gate = ModelView.Gate(made) });
        }
        else if (made is not null)
        {
            ModelView.WriteGate(made);
        }
    }

    private static string Time(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);
}
