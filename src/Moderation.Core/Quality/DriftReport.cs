using Moderation.Scoring;
using Moderation.Scoring.Evaluation;

namespace Moderation.Quality;

/// <summary>How the scores on a site lie beside what the model's card lets expect. Pure.</summary>
internal sealed record DriftReport
{
    /// <summary>A share this many times as large, or as small, as expected is drift, if chance does not explain it.</summary>
    public const double Factor = 2;

    /// <summary>With fewer submissions nothing is called drift.</summary>
    public const int EnoughSubmissions = 100;

    /// <summary>Submissions it rests on.</summary>
    public required int Submissions { get; init; }

    /// <summary>One for each category whose card says what to expect.</summary>
    public required IReadOnlyList<CategoryDrift> Categories { get; init; }

    /// <summary>Compares.</summary>
    /// <param name="card">The card of the model that scored.</param>
    /// <param name="scores">What it scored lately, each in the order of the categories.</param>
    public static DriftReport Of(ModelCard card, IReadOnlyList<IReadOnlyList<double?>> scores) => new()
    {
        Submissions = scores.Count,
        Categories = scores.Count == 0 ? [] : [.. card.Categories.Where(category => category.ThresholdAtOnePercent < 1).Select(category => Of(category, [.. scores.Select(one => one[(int)category.Category]).OfType<double>()]))],
    };

    private static CategoryDrift Of(CategoryCard card, IReadOnlyList<double> scores)
    {
        // Of a stream at the reference prevalence: the violating that are found, and one in a hundred of the acceptable.
        double expected = (card.ReferencePrevalence * card.RecallAtOnePercent.Value) + ((1 - card.ReferencePrevalence) * 0.01);
        return new CategoryDrift
        {
            Category = card.Category,
            At = card.ThresholdAtOnePercent,
            Expected = expected,
            Found = Proportion.Of(scores.Count(score => score >= card.ThresholdAtOnePercent), scores.Count),
            IsEnough = scores.Count >= EnoughSubmissions,
            ExpectedMean = card.ReferencePrevalence,
            FoundMean = scores.Count == 0 ? double.NaN : scores.Average(),
        };
    }
}

/// <summary>Drift of one category.</summary>
internal sealed record CategoryDrift
{
    public required Category Category { get; init; }

    /// <summary>The score that one in a hundred acceptable texts reached when the model was made.</summary>
    public required double At { get; init; }

    /// <summary>The share of submissions that would reach it if the site were like the card's texts at the reference prevalence.</summary>
    public required double Expected { get; init; }

    /// <summary>The share that reached it.</summary>
    public required MetricInterval Found { get; init; }

    /// <summary>The mean score to expect: calibrated scores add up to the prevalence.</summary>
    public required double ExpectedMean { get; init; }

    public required double FoundMean { get; init; }

    /// <summary>There is enough to go by.</summary>
    public required bool IsEnough { get; init; }

    /// <summary>Far more or far fewer than expected, beyond what chance explains.</summary>
    public bool IsDrift => IsEnough && (Found.Low > Expected * DriftReport.Factor || Found.High < Expected / DriftReport.Factor);
}
