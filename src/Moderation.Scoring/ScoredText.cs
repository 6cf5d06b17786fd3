namespace Moderation.Scoring;

/// <summary>The scores of one text.</summary>
public sealed record ScoredText
{
    private readonly double?[] _scores = new double?[Categories.Count];

    /// <summary>Creates the record; <paramref name="scores"/> has one entry per category, NaN where the model does not offer it.</summary>
    public ScoredText(ReadOnlySpan<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Categories.Count);
        for (var index = 0; index < scores.Length; index++)
        {
            _scores[index] = double.IsNaN(scores[index]) ? null : scores[index];
        }
    }

    /// <summary>Calibrated probability (0 to 1) at the reference prevalence; null when this model does not offer the category.</summary>
    public double? this[Category category] => _scores[(int)category];

    /// <summary>Share (0 to 1) of the text's words that training has seen; a word it has seen only now and then counts half.</summary>
    public required double Coverage { get; init; }

    /// <summary>False when the coverage is too low for the scores to mean anything: another language, or noise.</summary>
    public required bool IsUnderstood { get; init; }

    /// <summary>Share (0 to 1) of the words that were disguised: invisible characters, look-alike letters, leet, spaced-out letters.</summary>
    public required double Evasion { get; init; }

    /// <summary>Equal when every score, the coverage and the evasion are equal.</summary>
    public bool Equals(ScoredText? other) =>
        other is not null && _scores.AsSpan().SequenceEqual(other._scores) && Coverage.Equals(other.Coverage)
        && IsUnderstood == other.IsUnderstood && Evasion.Equals(other.Evasion);

    public override int GetHashCode() => HashCode.Combine(_scores[0], _scores[1], Coverage, IsUnderstood, Evasion);
}
