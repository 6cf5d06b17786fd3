using Moderation.Labels;
using Moderation.Models;
using Moderation.Quality;
using Moderation.Scoring;
using Moderation.Training;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>What the page about a site's models shows.</summary>
internal sealed record ModelsView
{
    /// <summary>The model that decides on this site.</summary>
    public required ChallengerRow Champion { get; init; }

    /// <summary>Its card.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>Since when, and who made it champion.</summary>
    public required ChampionRow Since { get; init; }

    /// <summary>It is the site's own; else the model of every site decides.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>The site's promotions, newest first.</summary>
    public required IReadOnlyList<Promotion> Promotions { get; init; }

    /// <summary>How it did on what people decided.</summary>
    public required LiveRecord Live { get; init; }

    /// <summary>What blind review says.</summary>
    public required BlindEstimate Blind { get; init; }

    /// <summary>Items of blind review that wait.</summary>
    public required int BlindWaiting { get; init; }

    /// <summary>Its scores beside its card.</summary>
    public required DriftReport Drift { get; init; }

    /// <summary>Labels since the last training set, by source and class.</summary>
    public required IReadOnlyList<LabelCount> Labels { get; init; }

    /// <summary>Bursts of labels that wait for an admin.</summary>
    public required IReadOnlyList<LabelHold> Holds { get; init; }

    /// <summary>The newest training run; null when there was none.</summary>
    public required TrainingRun? Run { get; init; }

    /// <summary>The models of the registry that this site could use, newest first, without the champion.</summary>
    public required IReadOnlyList<ChallengerRow> Challengers { get; init; }

    /// <summary>The newest shadow; null when there was none.</summary>
    public required ShadowReport? Shadow { get; init; }

    /// <summary>By hash, what models are called.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }
}
