using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Models;

/// <summary>
/// Keeps the champions loaded: one for every site, and one for each site that has a model of its own. It registers the base model that ships with this version, asks the store
/// every two seconds which versions are champions, loads new ones beside the old and then swaps, so that no text waits for a model. An artefact whose bytes are not those of its
/// name is refused, and the model in memory goes on.
/// </summary>
internal sealed partial class ModelHost(ModelStore models, PromotionStore promotions, ShadowStore shadows, Database database, TimeProvider clock, ILogger<ModelHost> log) : BackgroundService, IScorer
{
    /// <summary>The scope of the model that decides where a site has none of its own.</summary>
    public const string EverySite = "";

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    /// <summary>An artefact that was refused is some megabytes: it is not read again every two seconds.</summary>
    private static readonly TimeSpan RefusedFor = TimeSpan.FromMinutes(1);

    private volatile ScorerSet? scorers;

    /// <summary>SHA-256 of the model that scores for sites without their own; null before the first one is loaded.</summary>
    public string? ChampionVersion => scorers?.Base.ModelVersion;

    /// <summary>SHA-256 of the sites' own models, each once.</summary>
    public IReadOnlyList<string> SiteVersions => [.. (scorers?.Own.Values ?? []).Select(scorer => scorer.ModelVersion).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>True when a champion could not be loaded and another model scores in its place.</summary>
    public bool IsReplaced => scorers?.Refused.Count > 0;

    /// <summary>SHA-256 of the model that scores for a site now; null before the first one is loaded.</summary>
    public string? VersionFor(SiteId site) => scorers?.For(site).ModelVersion;

    /// <summary>The challenger that scores beside the champion of a site; null when there is none.</summary>
    public ShadowScorer? ShadowFor(SiteId site) => scorers?.ShadowFor(site);

    public bool ReadsSentences => scorers is { } set && (set.Base.ReadsSentences || set.Own.Values.Any(scorer => scorer.ReadsSentences));

    public ScoreResult Score(SiteId? site, in ScoringInput input) => (scorers ?? throw new ScorerUnavailableException()).For(site).Score(site, in input);

    /// <summary>
    /// Registers the shipped base model and makes it champion where nobody chose another: at the first start, and after an upgrade while the champion
    /// is still one that the system itself put there. Safe to run in several processes at once. Loads the champions; the shipped model stays out of memory where another one,
    /// or the store's copy of it, scores.
    /// </summary>
    /// <param name="mayUpgrade">False for a process that may not change models: it takes the champion there is.</param>
    /// <param name="shipped">Which of the shipped models it is.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async Task PrepareAsync(bool mayUpgrade, ShippedModel shipped, CancellationToken cancellationToken)
    {
        ChampionRow? current = await models.ChampionAsync(EverySite, cancellationToken).ConfigureAwait(false);
        bool isShippedDue = current is null || (mayUpgrade && current.PromotedBy == "system");
        Model first = isShippedDue ? BaseModel.Load(shipped) : await StoredAsync(current!.Sha256, cancellationToken).ConfigureAwait(false) ?? BaseModel.Load(shipped);
        scorers ??= new ScorerSet { Base = new ModelScorer(first) };
        if (isShippedDue && current?.Sha256 != first.Sha256)
        {
            await models.AddAsync(BaseModel.Bytes(shipped).ToArray(), first.Sha256, first.Card.ToJson(), "system", cancellationToken).ConfigureAwait(false);
            await models.PromoteAsync(EverySite, first.Sha256, "system", cancellationToken).ConfigureAwait(false);
        }

        await RefreshAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads the champions that are not those that score now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Champion> asked = await promotions.ListChampionsAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Shadow> askedShadows = await shadows.ListRunningAsync(cancellationToken).ConfigureAwait(false);
        if (scorers is not { } before || !NeedsWork(before, asked, askedShadows))
        {
            return;
        }

        Loading loading = new(before.Loaded(), before.Refused.Where(refused => clock.GetElapsedTime(refused.Value) < RefusedFor).ToDictionary());
        ModelScorer? oldBase = before.Asked.Count == 0 ? null : before.Base;
        ModelScorer everywhere = asked.FirstOrDefault(champion => champion.Scope == EverySite) is { } general
            ? await ChooseAsync(general, oldBase, before.Base, loading, cancellationToken).ConfigureAwait(false)
            : before.Base;
        Dictionary<SiteId, ModelScorer> own = [];
        foreach (Champion champion in asked.Where(champion => champion.Scope != EverySite))
        {
            SiteId site = SiteId.Parse(champion.Scope);
            own[site] = await ChooseAsync(champion, before.Own.GetValueOrDefault(site), everywhere, loading, cancellationToken).ConfigureAwait(false);
        }

        Dictionary<SiteId, ShadowScorer> beside = [];
        foreach (Shadow shadow in askedShadows)
        {
            if (await TryLoadAsync(shadow.Sha256, loading, cancellationToken).ConfigureAwait(false) is { } challenger)
            {
                // What learnt from this site's decisions is judged by them too.
                beside[SiteId.Parse(shadow.SiteId)] = new ShadowScorer(shadow, new ModelScorer(challenger, shadow.IsSiteModel));
            }
        }

        scorers = new ScorerSet { Base = everywhere, Own = own.ToFrozenDictionary(), Shadows = beside.ToFrozenDictionary(), Asked = asked, AskedShadows = askedShadows, Refused = loading.Refused.Where(refused => asked.Any(champion => champion.Sha256 == refused.Key)).ToFrozenDictionary() };
        foreach (string version in own.Values.Append(everywhere).Select(scorer => scorer.ModelVersion).Distinct().Except(before.Loaded().Keys))
        {
            Log.Swapped(log, version);
        }
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
                // The champions in memory go on scoring; the next tick tries again.
                if (!database.IsTransient(problem))
                {
                    Log.RefreshFailed(log, problem.GetType().Name);
                }
            }
        }
    }

    private bool NeedsWork(ScorerSet set, IReadOnlyList<Champion> asked, IReadOnlyList<Shadow> askedShadows) =>
        !set.Asked.SequenceEqual(asked) || !set.AskedShadows.SequenceEqual(askedShadows) || set.Refused.Values.Any(triedAt => clock.GetElapsedTime(triedAt) >= RefusedFor);

    /// <summary>
    /// The champion; where its artefact is refused, the model that has scored there so far (<paramref name="old"/>). A process that has just started and has none yet takes the
    /// champion before it, else <paramref name="otherwise"/>.
    /// </summary>
    private async Task<ModelScorer> ChooseAsync(Champion champion, ModelScorer? old, ModelScorer otherwise, Loading loading, CancellationToken cancellationToken)
    {
        if (await TryLoadAsync(champion.Sha256, loading, cancellationToken).ConfigureAwait(false) is { } chosen)
        {
            return new ModelScorer(chosen, champion.IsSiteModel);
        }

        return old is null && champion.PreviousSha256 is { } previous && await TryLoadAsync(previous, loading, cancellationToken).ConfigureAwait(false) is { } stepBack
            ? new ModelScorer(stepBack, champion.IsSiteModel)
            : old ?? otherwise;
    }

    /// <summary>A registered model; null when it is refused, which the refresh that follows says.</summary>
    private async Task<Model?> StoredAsync(string sha256, CancellationToken cancellationToken) =>
        Artefact.TryLoad(await models.LoadAsync(sha256, cancellationToken).ConfigureAwait(false), sha256, out Model? model, out _) ? model : null;

    private async Task<Model?> TryLoadAsync(string sha256, Loading loading, CancellationToken cancellationToken)
    {
        if (loading.Loaded.TryGetValue(sha256, out Model? known))
        {
            return known;
        }

        if (loading.Refused.ContainsKey(sha256))
        {
            return null;
        }

        byte[]? artefact = await models.LoadAsync(sha256, cancellationToken).ConfigureAwait(false);
        if (Artefact.TryLoad(artefact, sha256, out Model? model, out string problem))
        {
            loading.Loaded[sha256] = model;
            return model;
        }

        Log.Refused(log, sha256, problem);
        loading.Refused[sha256] = clock.GetTimestamp();
        return null;
    }

    /// <summary>What one refresh knows: models in memory, and those that were refused.</summary>
    private sealed record Loading(Dictionary<string, Model> Loaded, Dictionary<string, long> Refused);

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "Model {Sha256} scores from now on")]
        public static partial void Swapped(ILogger logger, string sha256);

        [LoggerMessage(3002, LogLevel.Error, "The champions could not be loaded ({Problem}); the models in memory go on scoring")]
        public static partial void RefreshFailed(ILogger logger, string problem);

        [LoggerMessage(3003, LogLevel.Error, "The artefact of model {Sha256} is refused: {Problem}. Another model scores in its place; roll back, or promote another one")]
        public static partial void Refused(ILogger logger, string sha256, string problem);
    }
}
