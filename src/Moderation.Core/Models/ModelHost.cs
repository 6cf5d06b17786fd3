using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Scoring;
using Moderation.Storage;

namespace Moderation.Models;

/// <summary>
/// Keeps the champion loaded. It registers the base model that ships with this version, asks the store every two seconds which version is champion,
/// loads a new one beside the old and then swaps, so that no text waits for a model.
/// </summary>
internal sealed partial class ModelHost(ModelStore models, Database database, TimeProvider clock, ILogger<ModelHost> log) : BackgroundService, IScorer
{
    /// <summary>Every site, until a site has a model of its own.</summary>
    public const string EverySite = "";

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    private volatile ModelScorer? scorer;

    /// <summary>SHA-256 of the model that scores now; null before the first one is loaded.</summary>
    public string? ChampionVersion => scorer?.ModelVersion;

    public ScoreResult Score(in ScoringInput input) => (scorer ?? throw new ScorerUnavailableException()).Score(in input);

    /// <summary>
    /// Registers the shipped base model and makes it champion where nobody chose another: at the first start, and after an upgrade while the champion
    /// is still one that the system itself put there. Safe to run in several processes at once. Loads the champion.
    /// </summary>
    /// <param name="mayUpgrade">False for a process that may not change models: it takes the champion there is.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async Task PrepareAsync(bool mayUpgrade, CancellationToken cancellationToken)
    {
        Model shipped = BaseModel.Load();
        scorer ??= new ModelScorer(shipped);
        ChampionRow? current = await models.ChampionAsync(EverySite, cancellationToken).ConfigureAwait(false);
        if (current is null || (mayUpgrade && current.PromotedBy == "system" && current.Sha256 != shipped.Sha256))
        {
            await models.AddAsync(BaseModel.Bytes.ToArray(), shipped.Sha256, shipped.Card.ToJson(), "system", cancellationToken).ConfigureAwait(false);
            await models.PromoteAsync(EverySite, shipped.Sha256, "system", cancellationToken).ConfigureAwait(false);
        }

        await RefreshAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads the champion if it is not the one that scores now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        ChampionRow? chosen = await models.ChampionAsync(EverySite, cancellationToken).ConfigureAwait(false);
        if (chosen is null || chosen.Sha256 == scorer?.ModelVersion)
        {
            return;
        }

        byte[] artefact = await models.LoadAsync(chosen.Sha256, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The champion {chosen.Sha256} is not in the registry.");
        Model loaded = Model.Load(artefact);
        if (loaded.Sha256 != chosen.Sha256)
        {
            throw new InvalidOperationException($"The artefact of champion {chosen.Sha256} has hash {loaded.Sha256}; it is not used.");
        }

        scorer = new ModelScorer(loaded);
        Log.Swapped(log, chosen.Sha256);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(RefreshInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await RefreshAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // The champion in memory goes on scoring; the next tick tries again.
                if (!database.IsTransient(problem))
                {
                    Log.RefreshFailed(log, problem.GetType().Name);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "Model {Sha256} scores from now on")]
        public static partial void Swapped(ILogger logger, string sha256);

        [LoggerMessage(3002, LogLevel.Error, "The champion could not be loaded ({Problem}); the model in memory goes on scoring")]
        public static partial void RefreshFailed(ILogger logger, string problem);
    }
}
