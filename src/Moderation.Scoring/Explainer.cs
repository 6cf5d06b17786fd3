using Moderation.Scoring.Artefacts;
using Moderation.Scoring.Features;
using Moderation.Scoring.Text;

namespace Moderation.Scoring;

/// <summary>
/// Splits a raw score exactly over the text: a feature's contribution is shared by its occurrences and within each by its characters, then summed per word.
/// Neighbouring words that push the same way strongly become one span.
/// </summary>
internal static class Explainer
{
    // Of the strongest word: what a word must weigh to be joined with its neighbour.
    private const double StrongShare = 0.2;

    public static IReadOnlyList<ReasonSpan> Explain(ModelParts parts, in ScoringInput input, Category category, int limit)
    {
        return Words(parts, input, category) is { } words ? Merge(words, limit) : [];
    }

    /// <summary>The weight of every word in the order of the text; null when the category is not offered.</summary>
    public static List<ReasonSpan>? Words(ModelParts parts, in ScoringInput input, Category category, bool withSentences = true)
    {
        if (parts.Heads[(int)category] is not { } head)
        {
            return null;
        }

        var text = new TextBuffer(keepsOffsets: true);
        var features = new FeatureBuffer(keepsPositions: true);
        Featurizer.Run(input, text, parts.Vocabulary, features);
        var weights = new double[text.Length];
        Spread(parts, category, head.Scale, features.Words.AsSpan(0, features.WordCount), features.WordPositions, text.Text, weights);
        Spread(parts, category, head.Scale, features.Chars.AsSpan(0, features.CharCount), features.CharPositions, text.Text, weights);
        if (withSentences)
        {
            parts.Reading?.Spread(input, text, category, weights);
        }

        return Words(text, weights);
    }

    private static void Spread(
        ModelParts parts, Category category, double scale, ReadOnlySpan<int> buckets, int[] positions, ReadOnlySpan<char> text, double[] weights)
    {
        var occurrences = new Dictionary<int, int>();
        foreach (var bucket in buckets)
        {
            occurrences[bucket] = occurrences.GetValueOrDefault(bucket) + 1;
        }

        var norm = Math.Sqrt(Math.Max(occurrences.Count, 1));
        for (var index = 0; index < buckets.Length; index++)
        {
            var weight = parts.WeightOf(buckets[index], category) * scale / norm / occurrences[buckets[index]];
            var (start, end) = (positions[2 * index], positions[(2 * index) + 1]);
            var part = text[start..end];
            var characters = part.Length - part.Count(' ');
            for (var at = start; at < end; at++)
            {
                // A piece of nothing but space cannot be shown; the space then carries it.
                weights[at] += characters == 0 ? weight / part.Length : text[at] == ' ' ? 0 : weight / characters;
            }
        }
    }

    private static List<ReasonSpan> Words(TextBuffer text, double[] weights)
    {
        var starts = text.Starts.AsSpan(0, text.Length);
        var words = new List<ReasonSpan>();
        for (var index = 0; index < text.Length; index++)
        {
            var start = index;
            double weight = 0;
            while (index < text.Length && text.Chars[index] != ' ')
            {
                weight += weights[index++];
            }

            if (index > start)
            {
                var (from, to) = NormalizedText.OriginalRange(starts, text.OriginalEnd, start, index - start);
                words.Add(new ReasonSpan(from, to, weight));
            }
        }

        return words;
    }

    private static List<ReasonSpan> Merge(List<ReasonSpan> words, int limit)
    {
        var strong = words.Count == 0 ? 0 : words.Max(word => Math.Abs(word.Weight)) * StrongShare;
        var spans = new List<ReasonSpan>();
        foreach (var word in words)
        {
            var joins = spans.Count > 0
                && (spans[^1].End > word.Start
                    || (Math.Abs(spans[^1].Weight) >= strong && Math.Abs(word.Weight) >= strong && spans[^1].Weight > 0 == word.Weight > 0));
            if (joins)
            {
                spans[^1] = new ReasonSpan(spans[^1].Start, Math.Max(word.End, spans[^1].End), spans[^1].Weight + word.Weight);
            }
            else
            {
                spans.Add(word);
            }
        }

        spans.Sort((left, right) => (Math.Abs(right.Weight), left.Start).CompareTo((Math.Abs(left.Weight), right.Start)));
        return spans.Count > limit ? spans[..limit] : spans;
    }
}
