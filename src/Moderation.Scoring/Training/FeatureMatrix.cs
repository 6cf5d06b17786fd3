using Moderation.Scoring.Features;
using Moderation.Scoring.Text;

namespace Moderation.Scoring.Training;

/// <summary>The features of all training texts, computed once by the serving code: sorted buckets per row and what their values follow from.</summary>
internal sealed class FeatureMatrix
{
    // How much the penalty spares words and n-grams: chosen on validation, see the table of trials.
    private const double WordScale = 1 / 3.0;
    private const double CharScale = 1 / 4.3;

    private readonly Norms[] _norms;

    private FeatureMatrix(int[][] rows, Norms[] norms, float[] values, Vocabulary vocabulary) => (Rows, _norms, ValuePerBucket, Vocabulary) = (rows, norms, values, vocabulary);

    public int[][] Rows { get; }

    /// <summary>
    /// The value of each bucket before it is divided by the square root of how many its block holds: rare features count more. 0 where too few texts have it.
    /// </summary>
    public float[] ValuePerBucket { get; }

    public Vocabulary Vocabulary { get; }

    /// <summary>Computes the features of all texts.</summary>
    /// <param name="texts">The texts, one row each.</param>
    /// <param name="recipe">What is kept, and which sources say how common a feature is.</param>
    /// <param name="known">The words of a model that is taught more; null learns them from the texts.</param>
    /// <param name="progress">Told the share (0 to 1) that is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static FeatureMatrix Build(
        IReadOnlyList<LabelledText> texts, TrainingRecipe recipe, Vocabulary? known, Action<double> progress, CancellationToken cancellationToken)
    {
        var vocabulary = known ?? LearnWords(texts, recipe, cancellationToken);
        var text = new TextBuffer(keepsOffsets: false);
        var features = new FeatureBuffer(keepsPositions: false);
        var rows = new int[texts.Count][];
        var norms = new Norms[texts.Count];
        var textsWith = new int[FeatureSpace.Size];
        var idfTextsWith = new int[FeatureSpace.Size];
        var idfTexts = 0;
        var countsAll = !texts.Any(candidate => recipe.CountsForIdf(candidate.Source));
        for (var row = 0; row < rows.Length; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Featurizer.Run(texts[row].Input, text, vocabulary, features);
            norms[row] = new Norms(BlockNorm(features.WordCount), BlockNorm(features.CharCount), BlockNorm(features.AuthorCount));
            int[] buckets =
            [
                .. features.Words.AsSpan(0, features.WordCount),
                .. features.Chars.AsSpan(0, features.CharCount),
                .. features.Signals.AsSpan(0, features.SignalCount),
                .. features.Author.AsSpan(0, features.AuthorCount),
            ];
            Array.Sort(buckets);
            rows[row] = buckets;
            var counts = countsAll || recipe.CountsForIdf(texts[row].Source) ? 1 : 0;
            idfTexts += counts;
            foreach (var bucket in buckets)
            {
                textsWith[bucket]++;
                idfTextsWith[bucket] += counts;
            }

            if (row % 1000 == 0)
            {
                progress((double)row / rows.Length);
            }
        }

        var values = new float[FeatureSpace.Size];
        for (var bucket = 0; bucket < values.Length; bucket++)
        {
            values[bucket] = textsWith[bucket] < recipe.MinTexts ? 0
                : bucket >= FeatureSpace.FirstSignal ? 1
                : (float)((Math.Log((1.0 + idfTexts) / (1 + idfTextsWith[bucket])) + 1) * (bucket < FeatureSpace.FirstChar ? WordScale : CharScale));
        }

        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = Array.FindAll(rows[row], bucket => values[bucket] != 0);
        }

        return new FeatureMatrix(rows, norms, values, vocabulary);
    }

    /// <summary>What the features of one block are divided by.</summary>
    public static float BlockNorm(int count) => MathF.Sqrt(Math.Max(count, 1));

    /// <summary>The value of each bucket of a row, before any scaling.</summary>
    public void Values(int row, Span<float> values)
    {
        var buckets = Rows[row];
        for (var index = 0; index < buckets.Length; index++)
        {
            var bucket = buckets[index];
            values[index] = ValuePerBucket[bucket] / _norms[row].Of(bucket);
        }
    }

    private readonly record struct Norms(float Words, float Chars, float Author)
    {
        public float Of(int bucket) =>
            bucket < FeatureSpace.FirstChar ? Words : bucket < FeatureSpace.FirstSignal ? Chars : bucket < FeatureSpace.FirstAuthor ? 1 : Author;
    }

    // Words are learnt from the texts as they are, without repairs, which need the finished vocabulary.
    private static Vocabulary LearnWords(IReadOnlyList<LabelledText> texts, TrainingRecipe recipe, CancellationToken cancellationToken)
    {
        var buffer = new TextBuffer(keepsOffsets: false);
        var textsWith = new Dictionary<uint, int>();
        var inThisText = new HashSet<uint>();
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Normalization.Run(text.Text, buffer);
            inThisText.Clear();
            WordReader.Visit(buffer.Text, hash => inThisText.Add(hash));
            foreach (var hash in inThisText)
            {
                textsWith[hash] = textsWith.GetValueOrDefault(hash) + 1;
            }
        }

        var vocabulary = Vocabulary.CreateEmpty();
        foreach (var (hash, count) in textsWith)
        {
            if (count >= recipe.MinTextsPerFrequentWord)
            {
                vocabulary.AddFrequent(hash, 1 + (int)Math.Log((double)count / recipe.MinTextsPerFrequentWord, 3));
            }
            else if (count >= recipe.MinTextsPerWord)
            {
                vocabulary.Add(hash);
            }
        }

        return vocabulary;
    }
}
