using Moderation.Scoring.Artefacts;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Sentences;

namespace Moderation.Scoring.Training;

/// <summary>The scores of all validation texts, first raw, then calibrated category by category.</summary>
internal sealed class ValidationScores
{
    private const double UnusualShare = 0.005;
    private const int MinWordsForCoverage = 4;

    private readonly IReadOnlyList<LabelledText> _texts;
    private readonly TrainingRecipe _recipe;
    private readonly double[] _scores;
    private readonly double[] _coverages;

    private ValidationScores(IReadOnlyList<LabelledText> texts, TrainingRecipe recipe)
    {
        (_texts, _recipe) = (texts, recipe);
        _scores = new double[texts.Count * Categories.Count];
        _coverages = new double[texts.Count];
    }

    public IReadOnlyList<LabelledText> Texts => _texts;

    public required IReadOnlyList<Category> Offered { get; init; }

    public static ValidationScores Compute(Model model, IReadOnlyList<LabelledText> texts, TrainingRecipe recipe, CancellationToken cancellationToken)
    {
        var result = new ValidationScores(texts, recipe) { Offered = model.Offered };
        ManyTexts.ForEach(
            model,
            texts.Count,
            row => result._coverages[row] = model.RawScore(texts[row].Input, result._scores.AsSpan(row * Categories.Count, Categories.Count)).Coverage,
            cancellationToken);

        return result;
    }

    /// <summary>The score of one text.</summary>
    public double this[int row, Category category] => _scores[(row * Categories.Count) + (int)category];

    /// <summary>How much a text counts for a category: its own weight times that of its source.</summary>
    public double WeightOf(int row, Category category) => _texts[row].Weight * _recipe.CalibrationWeightOf(_texts[row].Source, category);

    /// <summary>Whether a text is of a source that is set aside from what trains, and not of the validation texts that were given.</summary>
    public bool IsSetAside(int row) => _recipe.SetsAside(_texts[row]);

    /// <summary>The labelled texts of a category with their weights.</summary>
    public ScoredSamples Samples(Category category)
    {
        var samples = new List<(double, bool, double)>();
        for (var row = 0; row < _texts.Count; row++)
        {
            var weight = WeightOf(row, category);
            if (_texts[row].Labels[category] is { } isViolating && weight > 0)
            {
                samples.Add((this[row, category], isViolating, weight));
            }
        }

        return new ScoredSamples(samples);
    }

    /// <summary>Adds a number to the score of every text.</summary>
    public void Add(Category category, Func<int, double> number)
    {
        for (var row = 0; row < _texts.Count; row++)
        {
            _scores[(row * Categories.Count) + (int)category] += number(row);
        }
    }

    public void Calibrate(Category category, Calibration calibration)
    {
        for (var row = 0; row < _texts.Count; row++)
        {
            ref var score = ref _scores[(row * Categories.Count) + (int)category];
            score = calibration.Apply(score);
        }
    }

    /// <summary>The coverage that all but one in two hundred validation texts of a few words reach, within 0.4 and 0.6: other languages reach 0.6 at most.</summary>
    public double CoverageLimit()
    {
        var coverages = new List<double>();
        for (var row = 0; row < _texts.Count; row++)
        {
            if (_texts[row].Text.Count(' ') >= MinWordsForCoverage)
            {
                coverages.Add(_coverages[row]);
            }
        }

        coverages.Sort();
        var limit = coverages.Count == 0 ? 0.5 : coverages[(int)(coverages.Count * UnusualShare)];
        return Math.Round(Math.Clamp(limit, 0.4, 0.6), 2);
    }
}
