using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Scoring.Training;
using Moderation.Storage;

namespace Moderation.Training;

/// <summary>
/// Carries out a run that this process has claimed: freezes the labels, trains on a thread of low priority, compares with the champion, registers the challenger. How far it is goes into the
/// store every second, and what somebody orders comes from there.
/// </summary>
internal sealed partial class TrainSite(
    Database database, TrainingRunStore runs, FreezeTrainingSet freeze, TrainingSetStore sets, LabelledTexts texts, ModelStore models, ChallengerStore challengers, TimeProvider clock,
    ILogger<TrainSite> log)
{
    private const int MaxAttempts = 3;
    private const int FindAtOnce = 500;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    /// <summary>Runs to the end. The answer is the run as it ended, or as it waits for another process when <paramref name="stopping"/> was signalled.</summary>
    public async Task<TrainingRun> HandleAsync(TrainingRun run, CancellationToken stopping)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Progress progress = new();
        Task<TrainingOrder> reporting = ReportAsync(run, progress, ended);
        (TrainingRunState State, string Message, string? Sha256)? end = null;
        try
        {
            end = run.Attempts > MaxAttempts
                ? (TrainingRunState.Failed, $"It was begun {MaxAttempts} times, and each time the process ended before it was done.", null)
                : await TrainAsync(run, progress, ended.Token).ConfigureAwait(false);
        }
        catch (TrainingException problem)
        {
            end = (TrainingRunState.Failed, problem.Message, null);
        }
        catch (Exception problem) when (problem is OperationCanceledException || database.IsTransient(problem))
        {
            // Stopped, or the store went away: another attempt goes on.
        }
        catch (Exception problem)
        {
            // The message of an exception may quote a text, and the log of a run is read by many.
            Log.Broke(log, run.RunId, problem.GetType().Name, problem.StackTrace);
            end = (TrainingRunState.Failed, $"It broke ({problem.GetType().Name}); the log of the trainer says where.", null);
        }

        await ended.CancelAsync().ConfigureAwait(false);
        TrainingOrder order = await reporting.ConfigureAwait(false);
        if (end is { } over)
        {
            await runs.FinishAsync(run, over.State, over.Message, over.Sha256, CancellationToken.None).ConfigureAwait(false);
        }
        else if (order == TrainingOrder.Stop)
        {
            await runs.FinishAsync(run, TrainingRunState.Cancelled, "Cancelled.", null, CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            await runs.ReleaseAsync(run, CancellationToken.None).ConfigureAwait(false);
        }

        return await runs.FindAsync(run.RunId, CancellationToken.None).ConfigureAwait(false) ?? run;
    }

    private async Task<(TrainingRunState, string, string?)> TrainAsync(TrainingRun run, Progress progress, CancellationToken cancellationToken)
    {
        ChampionRow champion = await models.DecidingAsync(run.Site, cancellationToken).ConfigureAwait(false) ?? throw new TrainingException("There is no champion to compare with.");
        ChampionRow general = await models.ChampionAsync(ModelHost.EverySite, cancellationToken).ConfigureAwait(false) ?? champion;
        TrainingSet set = run.SetId is { } begun && await sets.FindAsync(begun, cancellationToken).ConfigureAwait(false) is { } frozen
            ? frozen
            : await freeze.HandleAsync(run.Site, champion.Sha256, run.RequestedBy, step => progress.Say(step, 0.01), new TrainingSetRules(), cancellationToken).ConfigureAwait(false);
        await runs.SetSetAsync(run, set.SetId, cancellationToken).ConfigureAwait(false);
        progress.Note(string.Create(CultureInfo.InvariantCulture, $"Training set {set.Sha256[..12]}: {set.Manifest.Texts} texts of {set.Manifest.Labels} labels by {set.Manifest.Actors} {(set.Manifest.Actors == 1 ? "actor" : "actors")}."));
        foreach (string warning in set.Manifest.Warnings)
        {
            progress.Note(warning);
        }

        Dictionary<Guid, string> bodies = [];
        foreach (Guid[] slice in set.Items.Select(item => item.SubmissionId).Chunk(FindAtOnce))
        {
            foreach ((Guid id, string text) in await texts.FindAsync(run.Site, slice, cancellationToken).ConfigureAwait(false))
            {
                bodies[id] = text;
            }
        }

        Model deciding = await LoadAsync(champion.Sha256, cancellationToken).ConfigureAwait(false);
        Model baseModel = general.Sha256 == champion.Sha256 ? deciding : await LoadAsync(general.Sha256, cancellationToken).ConfigureAwait(false);
        string version = typeof(TrainSite).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? "";
        SiteTrainingOutcome outcome = await OnQuietThreadAsync(() => SiteTraining.Run(set, bodies, baseModel, deciding, version, progress, cancellationToken)).ConfigureAwait(false);
        NewChallenger made = new()
        {
            Artefact = outcome.Trained.Artefact.ToArray(),
            Sha256 = outcome.Trained.Model.Sha256,
            Card = outcome.Trained.Card.ToJson(),
            Site = run.Site,
            SetId = set.SetId,
            Report = outcome.Evaluation?.ToJson(),
            Gate = outcome.Gate.ToJson(),
            GatePassed = outcome.Gate.Passed,
            Actor = run.RequestedBy,
        };
        int number = await challengers.AddAsync(made, cancellationToken).ConfigureAwait(false);
        string refusals = string.Join(' ', outcome.Gate.Checks.Where(check => !check.Passed).Select(check => check.Sentence));
        return outcome.Gate.Passed
            ? (TrainingRunState.Done, string.Create(CultureInfo.InvariantCulture, $"Model {number} ({made.Sha256[..12]}) passes the gate and can be promoted."), made.Sha256)
            : (TrainingRunState.Refused, string.Create(CultureInfo.InvariantCulture, $"The gate refuses model {number} ({made.Sha256[..12]}): {refusals}"), made.Sha256);
    }

    private async Task<Model> LoadAsync(string sha256, CancellationToken cancellationToken) =>
        Artefact.TryLoad(await models.LoadAsync(sha256, cancellationToken).ConfigureAwait(false), sha256, out Model? model, out string problem)
            ? model
            : throw new TrainingException($"Model {sha256[..12]} of the registry cannot be used: {problem}.");

    /// <summary>Scoring goes first: the thread of the trainer runs when no other wants the processor.</summary>
    private static Task<T> OnQuietThreadAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception problem)
            {
                done.SetException(problem);
            }
        })
        {
            IsBackground = true,
            Name = "trainer",
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return done.Task;
    }

    private async Task<TrainingOrder> ReportAsync(TrainingRun run, Progress progress, CancellationTokenSource ended)
    {
        using PeriodicTimer timer = new(ReportInterval, clock);
        while (true)
        {
            bool isOver = ended.IsCancellationRequested;
            try
            {
                (string step, double share, IReadOnlyList<string> lines) = progress.Take();
                TrainingOrder order = await runs.ReportAsync(run, step, share, lines, CancellationToken.None).ConfigureAwait(false);
                if (order != TrainingOrder.GoOn)
                {
                    await ended.CancelAsync().ConfigureAwait(false);
                    return order;
                }
            }
            catch (Exception problem) when (database.IsTransient(problem))
            {
                // The store is away: the run goes on, and says so when it is back.
            }

            if (isOver)
            {
                return TrainingOrder.GoOn;
            }

            try
            {
                await timer.WaitForNextTickAsync(ended.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    private sealed class Progress : IProgress<TrainingProgress>
    {
        private readonly Lock guard = new();

        private readonly List<string> lines = [];

        private string step = "beginning";

        private double share;

        public void Report(TrainingProgress value) => Say(value.Step, value.Share);

        public void Say(string what, double howFar)
        {
            lock (guard)
            {
                (step, share) = (what, howFar);
            }
        }

        public void Note(string line)
        {
            lock (guard)
            {
                lines.Add(line);
            }
        }

        public (string Step, double Share, IReadOnlyList<string> Lines) Take()
        {
            lock (guard)
            {
                string[] taken = [.. lines];
                lines.Clear();
                return (step, share, taken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3206, LogLevel.Error, "Training run {RunId} broke ({Problem}) {Where}")]
        public static partial void Broke(ILogger logger, Guid runId, string problem, string? where);
    }
}
