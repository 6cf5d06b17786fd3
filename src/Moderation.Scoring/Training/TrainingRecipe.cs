namespace Moderation.Scoring.Training;

/// <summary>How much each source teaches each category, and how strongly the learner is held back.</summary>
public sealed record TrainingRecipe
{
    /// <summary>The recipe of the base model for the shared public sources; sources it does not name weigh 1. Chosen on validation, see the card's table.</summary>
    public static TrainingRecipe Base { get; } = new()
    {
        SourceWeights =
        [
            new("davidson_twitter", 0.3),
            new("davidson_twitter", 0.1, Category.IdentityAttack),
            new("civil_comments", 0.1),
            new("paradetox", 0.3),
            new("hatemoji_build", 0.1),
            new("edos_*", 0),
            new("ru_telegram", 0),
            new("sms_spam", 3, Category.Spam),
            new("youtube_*", 3, Category.Spam),
            new(SeedCorpus.Source, 1),
            new(SeedCorpus.Source, 3, Category.Spam),
            new(SeedCorpus.Source, 4, Category.Toxicity),
            new(SeedCorpus.Source, 6, Category.LikelyToReject),
        ],
        Trials = PublicSources.ReadTrials(),
        IdfSources = ["jigsaw_*", "wiki_cat", SeedCorpus.Source],
        SetAsideSources = [SeedCorpus.Source],
        ScaledShares = new Dictionary<Category, double> { [Category.Spam] = 0.65, [Category.Insult] = 0.35, [Category.Threat] = 0.35, [Category.IdentityAttack] = 0.35 },
        CalibrationWeights = [new("jigsaw_train_cleaned", 0.1), new("jigsaw_train_lower", 0.5), new("davidson_twitter", 0.05), new(SeedCorpus.Source, 2), new(SeedCorpus.Source, 0.5, Category.Profanity)],
        ThresholdWeights = [new(SeedCorpus.Source, 4)],
        PenaltyFactors = new Dictionary<Category, double> { [Category.Spam] = 0.1 },
    };

    /// <summary>Every source weighs the same everywhere.</summary>
    public static TrainingRecipe Plain { get; } = new();

    /// <summary>How this recipe was found; goes into the card of every model made with it.</summary>
    public IReadOnlyList<TrialCard> Trials { get; init; } = [];

    /// <summary>Weights by source; the last entry that fits a source and category counts, 1 where none does.</summary>
    public IReadOnlyList<SourceWeight> SourceWeights { get; init; } = [];

    /// <summary>Sources whose texts say how common a feature is, because they look like comments; all when none of them occurs.</summary>
    public IReadOnlyList<string> IdfSources { get; init; } = [];

    /// <summary>
    /// Sources of which every tenth text validates instead of training, also where validation texts are given: what no public source has must be calibrated too.
    /// </summary>
    public IReadOnlyList<string> SetAsideSources { get; init; } = [];

    /// <summary>Penalty on squared weights of the plain logistic regression (per summed example, as 1/C elsewhere).</summary>
    public double L2 { get; init; } = 0.25;

    /// <summary>The same for the regression whose features are scaled by how differently the classes use them.</summary>
    public double ScaledL2 { get; init; } = 1.4;

    /// <summary>Factors on both penalties by category, 1 where there is none; few violating texts among many need a small one.</summary>
    public IReadOnlyDictionary<Category, double> PenaltyFactors { get; init; } = new Dictionary<Category, double>();

    /// <summary>Share (0 to 1) of the scaled regression in the sum of both.</summary>
    public double ScaledShare { get; init; } = 0.5;

    /// <summary>The same for single categories, in place of <see cref="ScaledShare"/>.</summary>
    public IReadOnlyDictionary<Category, double> ScaledShares { get; init; } = new Dictionary<Category, double>();

    /// <summary>Upper bound on the passes of the optimiser.</summary>
    public int MaxIterations { get; init; } = 40;

    /// <summary>Texts in which a feature must occur to be kept.</summary>
    public int MinTexts { get; init; } = 2;

    /// <summary>Texts in which a word must occur to be known.</summary>
    public int MinTextsPerWord { get; init; } = 3;

    /// <summary>Texts in which a word must occur to count as frequent, for coverage and where a hidden letter can be filled in several ways.</summary>
    public int MinTextsPerFrequentWord { get; init; } = 60;

    /// <summary>
    /// Weights of sources for calibration and thresholds, in place of <see cref="SourceWeights"/> where one fits: sources that over-sample violating texts
    /// of one kind distort probabilities even where they help ranking.
    /// </summary>
    public IReadOnlyList<SourceWeight> CalibrationWeights { get; init; } = [];

    /// <summary>
    /// Weights of sources for thresholds, in place of <see cref="CalibrationWeights"/> where one fits. Blunt abuse and spam score high wherever a threshold lies; what it decides
    /// are the subtle ones and what looks like them, so texts of that kind count more.
    /// </summary>
    public IReadOnlyList<SourceWeight> ThresholdWeights { get; init; } = [];

    /// <summary>The weight of a source for deriving thresholds.</summary>
    public double ThresholdWeightOf(string source, Category category) =>
        ThresholdWeights.LastOrDefault(entry => entry.Fits(source, category))?.Weight ?? CalibrationWeightOf(source, category);

    /// <summary>The weight of a source for calibrating a category.</summary>
    public double CalibrationWeightOf(string source, Category category) =>
        CalibrationWeights.LastOrDefault(entry => entry.Fits(source, category))?.Weight ?? WeightOf(source, category);

    /// <summary>The weight of a source for a category.</summary>
    public double WeightOf(string source, Category category)
    {
        var weight = 1.0;
        foreach (var entry in SourceWeights)
        {
            weight = entry.Fits(source, category) ? entry.Weight : weight;
        }

        return weight;
    }

    internal bool SetsAside(LabelledText text) =>
        SetAsideSources.Any(pattern => SourceWeight.Fits(pattern, text.Source)) && TextSplit.IsValidation(text.Text);

    internal bool CountsForIdf(string source) => IdfSources.Any(pattern => SourceWeight.Fits(pattern, source));
}

/// <summary>The weight of one source.</summary>
/// <param name="Source">Name of the source; a star at the end stands for any ending.</param>
/// <param name="Weight">0 leaves the source out.</param>
/// <param name="Category">The category it is meant for, or null for all.</param>
public sealed record SourceWeight(string Source, double Weight, Category? Category = null)
{
    internal bool Fits(string source, Category category) => (Category is null || Category == category) && Fits(Source, source);

    internal static bool Fits(string pattern, string source) =>
        pattern.EndsWith('*') ? source.StartsWith(pattern[..^1], StringComparison.Ordinal) : source == pattern;
}
