namespace Moderation.Scoring.Evaluation;

/// <summary>
/// Scores with their truth for one category, highest first, and the figures that follow from them. Class weights make the violating a given share of the whole.
/// </summary>
internal sealed class ScoredSamples
{
    private readonly double[] _scores;
    private readonly bool[] _isViolating;
    private readonly double[] _weights;

    public ScoredSamples(IEnumerable<(double Score, bool IsViolating, double Weight)> samples)
    {
        var sorted = samples.OrderByDescending(sample => sample.Score).ToArray();
        _scores = Array.ConvertAll(sorted, sample => sample.Score);
        _isViolating = Array.ConvertAll(sorted, sample => sample.IsViolating);
        _weights = Array.ConvertAll(sorted, sample => sample.Weight);
    }

    private ScoredSamples(double[] scores, bool[] isViolating, double[] weights) => (_scores, _isViolating, _weights) = (scores, isViolating, weights);

    public int Count => _scores.Length;

    public int Violating => _isViolating.Count(value => value);

    public bool HasBothClasses => Violating > 0 && Violating < Count;

    public ReadOnlySpan<double> Scores => _scores;

    public ReadOnlySpan<bool> IsViolating => _isViolating;

    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The same samples with weights that make the violating this share (0 to 1) of the whole; the weights then sum to 1.</summary>
    public ScoredSamples AtPrevalence(double prevalence)
    {
        var (violating, acceptable) = Totals();
        var weights = new double[Count];
        for (var index = 0; index < Count; index++)
        {
            weights[index] = _weights[index] * (_isViolating[index] ? prevalence / violating : (1 - prevalence) / acceptable);
        }

        return new ScoredSamples(_scores, _isViolating, weights);
    }

    /// <summary>Area under the ROC curve: the chance that a violating text scores above an acceptable one; ties count half.</summary>
    public double RocAuc()
    {
        var (violating, acceptable) = Totals();
        double area = 0, found = 0;
        foreach (var step in Steps())
        {
            area += step.Acceptable * (found + (step.Violating / 2));
            found += step.Violating;
        }

        return area / (violating * acceptable);
    }

    /// <summary>Share of the violating found when at most <paramref name="falsePositiveRate"/> of the acceptable are flagged.</summary>
    public double RecallAt(double falsePositiveRate)
    {
        var (violating, acceptable) = Totals();
        double found = 0, wrong = 0;
        foreach (var step in Steps())
        {
            if ((wrong += step.Acceptable) > falsePositiveRate * acceptable)
            {
                break;
            }

            found += step.Violating;
        }

        return found / violating;
    }

    /// <summary>The lowest score at or above which at most <paramref name="falsePositiveRate"/> of the acceptable lie.</summary>
    public double ThresholdAt(double falsePositiveRate)
    {
        var (_, acceptable) = Totals();
        double wrong = 0, threshold = 1;
        foreach (var step in Steps())
        {
            if ((wrong += step.Acceptable) > falsePositiveRate * acceptable)
            {
                break;
            }

            threshold = step.Score;
        }

        return threshold;
    }

    /// <summary>Average precision: precision at every found violating text, averaged.</summary>
    public double AveragePrecision()
    {
        var (violating, _) = Totals();
        double sum = 0, found = 0, flagged = 0;
        foreach (var step in Steps())
        {
            found += step.Violating;
            flagged += step.Violating + step.Acceptable;
            sum += step.Violating == 0 ? 0 : step.Violating * found / flagged;
        }

        return sum / violating;
    }

    /// <summary>1 minus the Brier score over that of always saying the prevalence; 0 is useless, 1 perfect.</summary>
    public double BrierSkill()
    {
        var (violating, acceptable) = Totals();
        var prevalence = violating / (violating + acceptable);
        double brier = 0;
        for (var index = 0; index < Count; index++)
        {
            var error = _scores[index] - (_isViolating[index] ? 1 : 0);
            brier += _weights[index] * error * error;
        }

        return 1 - (brier / (violating + acceptable) / (prevalence * (1 - prevalence)));
    }

    /// <summary>Share of violating among the samples with a score from <paramref name="low"/> (at or above) to <paramref name="high"/> (below); NaN when there are none.</summary>
    public double ViolatingShare(double low, double high)
    {
        double violating = 0, all = 0;
        for (var index = 0; index < Count; index++)
        {
            if (_scores[index] >= low && _scores[index] < high)
            {
                all += _weights[index];
                violating += _isViolating[index] ? _weights[index] : 0;
            }
        }

        return all == 0 ? double.NaN : violating / all;
    }

    /// <summary>Share of the violating and of the acceptable with a score at or above a threshold.</summary>
    public (double Recall, double FalsePositiveRate) At(double threshold)
    {
        var (violating, acceptable) = Totals();
        double found = 0, wrong = 0;
        for (var index = 0; index < Count && _scores[index] >= threshold; index++)
        {
            found += _isViolating[index] ? _weights[index] : 0;
            wrong += _isViolating[index] ? 0 : _weights[index];
        }

        return (found / violating, wrong / acceptable);
    }

    /// <summary>
    /// Bootstrap replicates: as many samples drawn with replacement within each class, as weights. All of them are one object whose weights change from one to the next: look at each before
    /// the next is asked for.
    /// </summary>
    public IEnumerable<ScoredSamples> Replicates(Random random, int replicates)
    {
        var violating = Members(isViolating: true);
        var acceptable = Members(isViolating: false);
        var draws = new double[Count];
        var replicate = new ScoredSamples(_scores, _isViolating, draws);
        for (var number = 0; number < replicates; number++)
        {
            Array.Clear(draws);
            Draw(random, violating, draws);
            Draw(random, acceptable, draws);
            for (var index = 0; index < Count; index++)
            {
                draws[index] *= _weights[index];
            }

            yield return replicate;
        }
    }

    /// <summary>Points of equal score: how much of either class lies there.</summary>
    public IEnumerable<(double Score, double Violating, double Acceptable)> Steps()
    {
        for (var index = 0; index < Count;)
        {
            var score = _scores[index];
            double violating = 0, acceptable = 0;
            for (; index < Count && _scores[index].Equals(score); index++)
            {
                violating += _isViolating[index] ? _weights[index] : 0;
                acceptable += _isViolating[index] ? 0 : _weights[index];
            }

            yield return (score, violating, acceptable);
        }
    }

    private int[] Members(bool isViolating) => [.. Enumerable.Range(0, Count).Where(index => _isViolating[index] == isViolating)];

    private static void Draw(Random random, int[] members, double[] draws)
    {
        for (var draw = 0; draw < members.Length; draw++)
        {
            draws[members[random.Next(members.Length)]]++;
        }
    }

    private (double Violating, double Acceptable) Totals()
    {
        double violating = 0, acceptable = 0;
        for (var index = 0; index < Count; index++)
        {
            violating += _isViolating[index] ? _weights[index] : 0;
            acceptable += _isViolating[index] ? 0 : _weights[index];
        }

        return (violating, acceptable);
    }
}
