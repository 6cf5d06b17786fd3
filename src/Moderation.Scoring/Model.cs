using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Moderation.Scoring.Artefacts;
using Moderation.Scoring.Features;
using Moderation.Scoring.Text;

namespace Moderation.Scoring;

/// <summary>
/// A trained model: text in, calibrated probabilities and reasons out. Immutable and safe to share between threads; each thread keeps its own working memory.
/// Scoring never throws for any text.
/// </summary>
public sealed class Model
{
    // Sums of this many rows fit 32 bits whatever the weights are: 2^16 × 127².
    private const int MaxRowsPerSum = 1 << 16;

    [ThreadStatic]
    private static Scratch? t_scratch;

    private readonly ModelParts _parts;

    private Model(ModelParts parts, string sha256)
    {
        _parts = parts;
        Sha256 = sha256;
        Offered = [.. Categories.All.Where(category => parts.Heads[(int)category] is not null)];
    }

    /// <summary>SHA-256 of the artefact in lower-case hexadecimal: the name of the model version.</summary>
    public string Sha256 { get; }

    public ModelCard Card => _parts.Card;

    /// <summary>The categories this model has learnt, in their fixed order.</summary>
    public IReadOnlyList<Category> Offered { get; }

    internal ModelParts Parts => _parts;

    /// <summary>Reads an artefact.</summary>
    /// <exception cref="ModelFormatException">The bytes are no model this program can read: truncated, damaged, of another version or hostile.</exception>
    public static Model Load(ReadOnlyMemory<byte> artefact) =>
        new(ArtefactReader.Read(artefact.Span), Convert.ToHexStringLower(SHA256.HashData(artefact.Span)));

    /// <summary>Scores one text.</summary>
    public ScoredText Score(in ScoringInput input)
    {
        Span<double> scores = stackalloc double[Categories.Count];
        var summary = Score(input, scores);
        return new ScoredText(scores) { Coverage = summary.Coverage, IsUnderstood = summary.IsUnderstood, Evasion = summary.Evasion };
    }

    /// <summary>
    /// Scores one text into <paramref name="scores"/> (one place per category, NaN where the category is not offered). Allocates nothing once the thread is warm.
    /// </summary>
    public ScoreSummary Score(in ScoringInput input, Span<double> scores)
    {
        var summary = RawScore(input, scores);
        for (var index = 0; index < Categories.Count; index++)
        {
            scores[index] = _parts.Heads[index] is { } head ? head.Calibration.Apply(scores[index]) : double.NaN;
        }

        return summary;
    }

    /// <summary>
    /// The stretches of the text that moved the score of one category, strongest first (by size, either sign), at most <paramref name="limit"/>.
    /// With no limit their weights and the parts that have no place in the text (bias, signals) add up to the raw score.
    /// Empty when the category is not offered.
    /// </summary>
    public IReadOnlyList<ReasonSpan> Explain(in ScoringInput input, Category category, int limit = 8)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Explainer.Explain(_parts, input, category, limit);
    }

    /// <summary>The raw scores before calibration; 0 where a category is not offered.</summary>
    [SkipLocalsInit]
    internal ScoreSummary RawScore(in ScoringInput input, Span<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scores.Length, Categories.Count);
        var scratch = t_scratch ??= new Scratch();
        var (text, features) = (scratch.Text, scratch.Features);
        Featurizer.Run(input, text, _parts.Vocabulary, features);
        features.MakeUnique();

        Span<long> sums = stackalloc long[Categories.Count];
        scores[..Categories.Count].Clear();
        var norm = Sum(features.Words.AsSpan(0, features.WordCount), sums);
        Add(scores, sums, norm);
        norm = Sum(features.Chars.AsSpan(0, features.CharCount), sums);
        Add(scores, sums, norm);
        _ = Sum(features.Signals.AsSpan(0, features.SignalCount), sums);
        Add(scores, sums, 1);
        for (var index = 0; index < Categories.Count; index++)
        {
            scores[index] = _parts.Heads[index] is { } head ? (scores[index] * head.Scale) + head.Bias : 0;
        }

        var summary = new ScoreSummary(features.Coverage, features.Coverage >= Card.CoverageLimit, Normalization.Evasion(text));
        text.Trim();
        features.Trim();
        return summary;
    }

    // Adds one block, divided by its length: the square root of its summed squares of inverse document frequencies.
    private static void Add(Span<double> scores, ReadOnlySpan<long> sums, double norm)
    {
        for (var index = 0; index < Categories.Count; index++)
        {
            scores[index] += sums[index] / norm;
        }
    }

    /// <summary>Sums the weight rows of the buckets and answers the length of the block's vector.</summary>
    private double Sum(ReadOnlySpan<int> buckets, Span<long> sums)
    {
        sums.Clear();
        ref var roots = ref _parts.Roots[0];
        ref var idf = ref _parts.Idf[0];
        long squares = 0;
        while (!buckets.IsEmpty)
        {
            var part = buckets[..Math.Min(buckets.Length, MaxRowsPerSum)];
            buckets = buckets[part.Length..];
            var low = Vector128<int>.Zero;
            var high = Vector128<int>.Zero;
            foreach (var bucket in part)
            {
                var root = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(
                    ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref roots, (nint)bucket * Categories.Count)))).AsSByte());
                var row = root * Vector128.Abs(root);
                low += Vector128.WidenLower(row);
                high += Vector128.WidenUpper(row);
                var step = (int)Unsafe.Add(ref idf, bucket);
                squares += step * step;
            }

            for (var index = 0; index < 4; index++)
            {
                sums[index] += low[index];
                sums[index + 4] += high[index];
            }
        }

        return ModelParts.IdfStep * Math.Sqrt(Math.Max(squares, 1));
    }

    private sealed class Scratch
    {
        public TextBuffer Text { get; } = new(keepsOffsets: false);

        public FeatureBuffer Features { get; } = new(keepsPositions: false);
    }
}
