using Moderation.Scoring.Artefacts;
using Moderation.Scoring.Features;
using Moderation.Scoring.Text;

namespace Moderation.Scoring.Training;

/// <summary>The features of all training texts, computed once by the serving code: sorted buckets per row and what their values follow from.</summary>
internal sealed class FeatureMatrix
{
    private FeatureMatrix(int[][] rows, byte[] idf, Vocabulary vocabulary)
    {
        (Rows, Idf, Vocabulary) = (rows, idf, vocabulary);
        WordNorms = new float[rows.Length];
        CharNorms = new float[rows.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            (WordNorms[row], CharNorms[row]) = (Norm(rows[row], FeatureSpace.FirstWord, FeatureSpace.FirstChar), Norm(rows[row], FeatureSpace.FirstChar, FeatureSpace.FirstSignal));
        }
    }

    public int[][] Rows { get; }

    public byte[] Idf { get; }

    public Vocabulary Vocabulary { get; }

    private float[] WordNorms { get; }

    private float[] CharNorms { get; }

    public static FeatureMatrix Build(IReadOnlyList<LabelledText> texts, TrainingRecipe recipe, Action<double> progress, CancellationToken cancellationToken)
    {
        var vocabulary = LearnWords(texts, recipe, cancellationToken);
        var text = new TextBuffer(keepsOffsets: false);
        var features = new FeatureBuffer(keepsPositions: false);
        var rows = new int[texts.Count][];
        var textsWith = new int[FeatureSpace.Size];
        var idfTextsWith = new int[FeatureSpace.Size];
        var idfTexts = 0;
        var countsAll = !texts.Any(candidate => recipe.CountsForIdf(candidate.Source));
        for (var row = 0; row < rows.Length; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Featurizer.Run(texts[row].Input, text, vocabulary, features);
            features.MakeUnique();
            int[] buckets =
            [
                .. features.Words.AsSpan(0, features.WordCount),
                .. features.Chars.AsSpan(0, features.CharCount),
                .. features.Signals.AsSpan(0, features.SignalCount),
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

        var idf = new byte[FeatureSpace.Size];
        for (var bucket = 0; bucket < idf.Length; bucket++)
        {
            var value = Math.Log((1.0 + idfTexts) / (1 + idfTextsWith[bucket])) + 1;
            idf[bucket] = textsWith[bucket] < recipe.MinTexts ? (byte)0
                : bucket >= FeatureSpace.FirstSignal ? (byte)Math.Round(1 / ModelParts.IdfStep)
                : (byte)Math.Clamp(Math.Round(value / ModelParts.IdfStep), 1, 255);
        }

        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = Array.FindAll(rows[row], bucket => idf[bucket] != 0);
        }

        return new FeatureMatrix(rows, idf, vocabulary);
    }

    /// <summary>The value of each bucket of a row, before any scaling.</summary>
    public void Values(int row, Span<float> values)
    {
        var buckets = Rows[row];
        float word = (float)ModelParts.IdfStep / WordNorms[row], gram = (float)ModelParts.IdfStep / CharNorms[row];
        for (var index = 0; index < buckets.Length; index++)
        {
            var bucket = buckets[index];
            values[index] = bucket < FeatureSpace.FirstChar ? Idf[bucket] * word : bucket < FeatureSpace.FirstSignal ? Idf[bucket] * gram : 1;
        }
    }

    private float Norm(int[] buckets, int first, int end)
    {
        long squares = 0;
        foreach (var bucket in buckets)
        {
            squares += bucket >= first && bucket < end ? Idf[bucket] * Idf[bucket] : 0;
        }

        return (float)(ModelParts.IdfStep * Math.Sqrt(Math.Max(squares, 1)));
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
            Featurizer.VisitWords(buffer.Text, hash => inThisText.Add(hash));
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
                vocabulary.AddFrequent(hash);
            }
            else if (count >= recipe.MinTextsPerWord)
            {
                vocabulary.Add(hash);
            }
        }

        return vocabulary;
    }
}
