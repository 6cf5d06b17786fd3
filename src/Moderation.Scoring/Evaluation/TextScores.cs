using Moderation.Scoring.Sentences;
using Moderation.Scoring.Training;

namespace Moderation.Scoring.Evaluation;

/// <summary>The calibrated scores of many texts by one model.</summary>
internal sealed class TextScores
{
    private readonly double[] _scores;

    internal TextScores(int texts) => _scores = new double[texts * Categories.Count];

    /// <summary>Share (0 to 1) of the texts the model did not understand.</summary>
    public double NotUnderstood { get; private set; }

    /// <summary>The score of a text, NaN when there is none.</summary>
    public double this[int text, Category category]
    {
        get => _scores[(text * Categories.Count) + (int)category];
        set => _scores[(text * Categories.Count) + (int)category] = value;
    }

    public static TextScores Compute(Model model, IReadOnlyList<LabelledText> texts, CancellationToken cancellationToken)
    {
        var result = new TextScores(texts.Count);
        var notUnderstood = 0;
        ManyTexts.ForEach(
            model,
            texts.Count,
            text =>
            {
                var summary = model.Score(texts[text].Input, result._scores.AsSpan(text * Categories.Count, Categories.Count));
                Interlocked.Add(ref notUnderstood, summary.IsUnderstood ? 0 : 1);
            },
            cancellationToken);

        result.NotUnderstood = texts.Count == 0 ? 0 : (double)notUnderstood / texts.Count;
        return result;
    }
}
