using System.Collections.Frozen;
using Moderation.Scoring;
using Moderation.Sites;

namespace Moderation.Models;

/// <summary>The models a process scores with at one moment. Never changed: a new set takes its place, and whoever scores with the old one ends with it.</summary>
internal sealed record ScorerSet
{
    /// <summary>Decides where a site has no model of its own.</summary>
    public required ModelScorer Base { get; init; }

    /// <summary>The sites that have one.</summary>
    public FrozenDictionary<SiteId, ModelScorer> Own { get; init; } = FrozenDictionary<SiteId, ModelScorer>.Empty;

    /// <summary>Challengers that score beside the champion of a site.</summary>
    public FrozenDictionary<SiteId, ShadowScorer> Shadows { get; init; } = FrozenDictionary<SiteId, ShadowScorer>.Empty;

    /// <summary>The champions that the store asked for when this set was made.</summary>
    public IReadOnlyList<Champion> Asked { get; init; } = [];

    /// <summary>The shadows that the store asked for when this set was made.</summary>
    public IReadOnlyList<Shadow> AskedShadows { get; init; } = [];

    /// <summary>What was asked for and could not be loaded, by its hash, and when it was tried last. Another model scores in its place.</summary>
    public FrozenDictionary<string, long> Refused { get; init; } = FrozenDictionary<string, long>.Empty;

    /// <summary>The model that decides for a site.</summary>
    public ModelScorer For(SiteId? site) =>
        Own.Count > 0 && site is { } known && Own.TryGetValue(known, out ModelScorer? own) ? own : Base;

    /// <summary>The shadow of a site that runs and was started beside the champion that decides now; null when there is none.</summary>
    public ShadowScorer? ShadowFor(SiteId site) =>
        Shadows.Count > 0 && Shadows.TryGetValue(site, out ShadowScorer? shadow) && shadow.Shadow.Champion == For(site).ModelVersion ? shadow : null;

    /// <summary>Every model in memory by its hash.</summary>
    public Dictionary<string, Model> Loaded() => Own.Values.Append(Base).Concat(Shadows.Values.Select(shadow => shadow.Scorer)).Select(scorer => scorer.Model).DistinctBy(model => model.Sha256).ToDictionary(model => model.Sha256);
}
