using Moderation.Models;
using Moderation.Scoring.Evaluation;
using Moderation.Sites;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>What the page about the model of every site shows.</summary>
internal sealed record EverySiteView
{
    /// <summary>The model that decides wherever a site has none of its own.</summary>
    public required ChallengerRow Champion { get; init; }

    /// <summary>Since when, and who made it champion.</summary>
    public required ChampionRow Since { get; init; }

    /// <summary>The sites that have one of their own.</summary>
    public required IReadOnlyList<Site> OwnSites { get; init; }

    /// <summary>The promotions that stand, newest first.</summary>
    public required IReadOnlyList<Promotion> Standing { get; init; }

    /// <summary>All promotions, newest first.</summary>
    public required IReadOnlyList<Promotion> Promotions { get; init; }

    /// <summary>The other models that are meant for every site, newest first.</summary>
    public required IReadOnlyList<ShownChallenger> Challengers { get; init; }

    /// <summary>By hash, what models are called.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }
}

/// <summary>A model that could decide for every site, with what the gate says of it.</summary>
/// <param name="Row">The model.</param>
/// <param name="Gate">What was measured; null when nothing was.</param>
/// <param name="Word">What speaks against promoting it now.</param>
/// <param name="WasChampion">It decided before.</param>
internal sealed record ShownChallenger(ChallengerRow Row, GateReport? Gate, GateWord Word, bool WasChampion);
