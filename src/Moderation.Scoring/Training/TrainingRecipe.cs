namespace Moderation.Scoring.Training;

/// <summary>How much each source teaches each category, and how strongly the learner is held back.</summary>
public sealed record TrainingRecipe
{
    /// <summary>The recipe of the base model for the shared public sources; sources it does not name weigh 1. Chosen on validation, see the card's table.</summary>
    public static TrainingRecipe Base { get; } = new()
    {
        Members = [General, TalkPages, Commentary],
        Trials = PublicSources.ReadTrials(),
        IdfSources = ["jigsaw_*", "wiki_cat", SeedCorpus.Source],
        SetAsideSources = [SeedCorpus.Source],
        ScaledShares = new Dictionary<Category, double> { [Category.Spam] = 0.65, [Category.Insult] = 0.35, [Category.Threat] = 0.35, [Category.IdentityAttack] = 0.35 },
        CalibrationWeights = [new("jigsaw_train_cleaned", 0.1), new("jigsaw_train_lower", 0.5), new("davidson_twitter", 0.05), new(SeedCorpus.Source, 1.2), new(SeedCorpus.Source, 0.12, Category.Profanity)],
        PenaltyFactors = new Dictionary<Category, double> { [Category.Spam] = 0.1 },
    };

    // What all the public sources say together. It reads none of the seed corpus: a single regression over both does worse on either than the two summed. Of spam they have too little to say alone.
    private static RecipeMember General => new()
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
            new(SeedCorpus.Source, 0),
        ],
        Share = 0.5,
        Shares = new Dictionary<Category, double>
        {
            [Category.Spam] = 0,
            [Category.Toxicity] = 0.35,
            [Category.SevereToxicity] = 0.65,
            [Category.Insult] = 0.73,
            [Category.Threat] = 0.7,
            [Category.IdentityAttack] = 0.65,
        },
    };

    // Toxicity is what the sources differ about most: what talk pages call so is learnt once more without the others.
    private static RecipeMember TalkPages => new()
    {
        SourceWeights =
        [
            new("goemotions_reddit", 0),
            new("davidson_twitter", 0),
            new("civil_comments", 0),
            new("paradetox", 0),
            new("hatemoji_build", 0),
            new("edos_*", 0),
            new("ru_telegram", 0),
            new("sms_spam", 0),
            new("youtube_*", 0),
            new(SeedCorpus.Source, 0),
        ],
        Share = 0,
        Shares = new Dictionary<Category, double> { [Category.Toxicity] = 0.35 },
    };

    // What comment sections are like: the seed corpus, and of the public sources as much as keeps it from forgetting them.
    private static RecipeMember Commentary => new()
    {
        SourceWeights =
        [
            new("jigsaw_*", 0.3),
            new("wiki_cat", 0.3),
            new("goemotions_reddit", 0.1),
            new("goemotions_reddit", 1, Category.Spam),
            new("davidson_twitter", 0.03),
            new("davidson_twitter", 0.05, Category.IdentityAttack),
            new("civil_comments", 0.01),
            new("paradetox", 0.03),
            new("hatemoji_build", 0.01),
            new("edos_*", 0),
            new("ru_telegram", 0),
            new("sms_spam", 3, Category.Spam),
            new("youtube_*", 3, Category.Spam),
            new(SeedCorpus.Source, 4),
            new(SeedCorpus.Source, 3, Category.Spam),
        ],
        Share = 0.5,
        Shares = new Dictionary<Category, double>
        {
            [Category.Spam] = 1,
            [Category.Toxicity] = 0.3,
            [Category.SevereToxicity] = 0.35,
            [Category.Insult] = 0.27,
            [Category.Threat] = 0.3,
            [Category.IdentityAttack] = 0.35,
        },
    };

    /// <summary>Every source weighs the same everywhere.</summary>
    public static TrainingRecipe Plain { get; } = new();

    /// <summary>How this recipe was found; goes into the card of every model made with it.</summary>
    public IReadOnlyList<TrialCard> Trials { get; init; } = [];

    /// <summary>
    /// Those who learn every category, each from the same texts with weights of its own; their raw scores are summed by share, so that the result is one linear model
    /// (an opinion pool in the log odds). One member that weighs all sources alike by default.
    /// </summary>
    public IReadOnlyList<RecipeMember> Members { get; init; } = [new()];

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
    /// Weights of sources for calibration and thresholds, in place of those of the first member where one fits: sources that over-sample violating texts
    /// of one kind distort probabilities even where they help ranking.
    /// </summary>
    public IReadOnlyList<SourceWeight> CalibrationWeights { get; init; } = [];

    /// <summary>The weight of a source for calibrating a category.</summary>
    public double CalibrationWeightOf(string source, Category category) =>
        CalibrationWeights.LastOrDefault(entry => entry.Fits(source, category))?.Weight ?? Members[0].WeightOf(source, category);

    /// <summary>The weight of a source for a category, over all members by share.</summary>
    public double WeightOf(string source, Category category)
    {
        var shares = Members.Sum(member => member.ShareOf(category));
        return shares <= 0 ? 0 : Members.Sum(member => member.ShareOf(category) * member.WeightOf(source, category)) / shares;
    }

    internal bool SetsAside(LabelledText text) =>
        SetAsideSources.Any(pattern => SourceWeight.Fits(pattern, text.Source)) && TextSplit.IsValidation(text.Text);

    internal bool CountsForIdf(string source) => IdfSources.Any(pattern => SourceWeight.Fits(pattern, source));
}
