using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
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
    // Sums of this many rows fit 32 bits whatever the weights are: 2^16 × 127². Even, because rows are added in pairs.
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

    /// <summary>
    /// What each part of the text says by itself in one category: the calibrated probability if of all reasons only those inside the part had counted, beside what has no
    /// place in the text. A part that is the whole text has the text's own score. Empty when the category is not offered.
    /// </summary>
    /// <param name="input">The text.</param>
    /// <param name="category">The category.</param>
    /// <param name="parts">UTF-16 offsets; a word belongs to the part it begins in.</param>
    public IReadOnlyList<double> ScoreParts(in ScoringInput input, Category category, IReadOnlyList<(int Start, int End)> parts)
    {
        if (_parts.Heads[(int)category] is not { } head || Explainer.Words(_parts, input, category, withSentences: false) is not { } words)
        {
            return [];
        }

        Span<double> raw = stackalloc double[Categories.Count];
        RawScore(input, raw);
        var whole = input;
        var elsewhere = raw[(int)category] - words.Sum(word => word.Weight) - Sentences((0, input.Text.Length));
        return [.. parts.Select(part => head.Calibration.Apply(elsewhere + Sentences(part) + words.Where(word => word.Start >= part.Start && word.Start < part.End).Sum(word => word.Weight)))];

        double Sentences((int Start, int End) part) => _parts.Reading?.OfPart(whole, whole.Text.AsSpan(part.Start..part.End), _parts.Vocabulary, category) ?? 0;
    }

    /// <summary>The raw scores before calibration; 0 where a category is not offered.</summary>
    [SkipLocalsInit]
    internal ScoreSummary RawScore(in ScoringInput input, Span<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scores.Length, Categories.Count);
        var scratch = t_scratch ??= new Scratch();
        var (text, features) = (scratch.Text, scratch.Features);
        Featurizer.Run(input, text, _parts.Vocabulary, features);
        Span<long> sums = stackalloc long[Categories.Count];
        scores[..Categories.Count].Clear();
        Add(scores, features.Words.AsSpan(0, features.WordCount), sums, Math.Sqrt(Math.Max(features.WordCount, 1)));
        Add(scores, features.Chars.AsSpan(0, features.CharCount), sums, Math.Sqrt(Math.Max(features.CharCount, 1)));
        Add(scores, features.Signals.AsSpan(0, features.SignalCount), sums, 1);
        Add(scores, features.Author.AsSpan(0, features.AuthorCount), sums, Math.Sqrt(Math.Max(features.AuthorCount, 1)));
        for (var index = 0; index < Categories.Count; index++)
        {
            scores[index] = _parts.Heads[index] is { } head ? (scores[index] * head.Scale) + head.Bias : 0;
        }

        _parts.Reading?.Add(input, text, scores);

        var summary = new ScoreSummary(features.Coverage, features.Coverage >= Card.CoverageLimit, Normalization.Evasion(text));
        text.Trim();
        features.Trim();
        return summary;
    }

    // Adds one block, divided by the square root of how many features it has.
    private void Add(Span<double> scores, ReadOnlySpan<int> buckets, Span<long> sums, double norm)
    {
        Sum(buckets, sums);
        for (var index = 0; index < Categories.Count; index++)
        {
            scores[index] += sums[index] / norm;
        }
    }

    /// <summary>Sums the weight rows of the buckets.</summary>
    private void Sum(ReadOnlySpan<int> buckets, Span<long> sums)
    {
        sums.Clear();
        ref var roots = ref Unsafe.As<sbyte, byte>(ref MemoryMarshal.GetArrayDataReference(_parts.Roots));
        while (!buckets.IsEmpty)
        {
            var part = buckets[..Math.Min(buckets.Length, MaxRowsPerSum)];
            buckets = buckets[part.Length..];
            var low = Vector128<int>.Zero;
            var high = Vector128<int>.Zero;
            var index = 0;
            // Two rows at a time: a square is at most 127², so the sum of two still fits 16 bits.
            for (; index + 1 < part.Length; index += 2)
            {
                var pair = PairOfRows(ref roots, part[index], part[index + 1]);
                low += Vector128.WidenLower(pair);
                high += Vector128.WidenUpper(pair);
            }

            if (index < part.Length)
            {
                var row = Row(Root(ref roots, part[index]));
                low += Vector128.WidenLower(row);
                high += Vector128.WidenUpper(row);
            }

            for (var category = 0; category < 4; category++)
            {
                sums[category] += low[category];
                sums[category + 4] += high[category];
            }
        }
    }

    // Where the machine multiplies neighbouring bytes and adds them in one step, the rows are laid into each other for it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> PairOfRows(ref byte roots, int first, int second)
    {
        var (one, two) = (Root(ref roots, first), Root(ref roots, second));
        if (Ssse3.IsSupported)
        {
            var both = Sse2.UnpackLow(one, two);
            return Ssse3.MultiplyAddAdjacent(Ssse3.Abs(both), both);
        }

        return Row(one) + Row(two);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> Root(ref byte roots, int bucket) =>
        Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref roots, (nint)bucket * Categories.Count))).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Row(Vector128<sbyte> root)
    {
        var wide = Vector128.WidenLower(root);
        return wide * Vector128.Abs(wide);
    }

    private sealed class Scratch
    {
        public TextBuffer Text { get; } = new(keepsOffsets: false);

        public FeatureBuffer Features { get; } = new(keepsPositions: false);
    }
}
