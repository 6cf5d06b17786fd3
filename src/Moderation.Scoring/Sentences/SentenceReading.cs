using Moderation.Scoring.Features;
using Moderation.Scoring.Text;

namespace Moderation.Scoring.Sentences;

/// <summary>How one model uses the sentence reader: what it says is added to the raw score of each category with a weight from the model's card.</summary>
internal sealed class SentenceReading
{
    // What a part of a text says is what the whole says less without it; each part costs a reading.
    private const int MaxParts = 12;

    private readonly double[] _weights;

    [ThreadStatic]
    private static Parted? t_last;

    private SentenceReading(double[] weights) => _weights = weights;

    /// <summary>The reading a card asks for; null when it asks for none.</summary>
    /// <exception cref="ModelFormatException">The card names another reader than this program has, or a weight is no number from 0 up.</exception>
    public static SentenceReading? Of(ModelCard card)
    {
        if (card.Sentences is not { } sentences)
        {
            return null;
        }

        if (sentences.Sha256 != SentenceReader.Shipped.Card.Sha256)
        {
            throw new ModelFormatException($"The model was made with the sentence reader {Short(sentences.Sha256)} and this program has {Short(SentenceReader.Shipped.Card.Sha256)}: train it again.");
        }

        var weights = new double[Categories.Count];
        foreach (var (category, weight) in sentences.Weights)
        {
            weights[(int)category] = double.IsFinite(weight) && weight >= 0
                ? weight
                : throw new ModelFormatException($"The weight of the sentence reader for {category.ToText()} is {weight}.");
        }

        return new SentenceReading(weights);
    }

    /// <summary>Adds what the reader says of a text to the raw scores of all categories.</summary>
    public void Add(in ScoringInput input, TextBuffer text, Span<double> scores)
    {
        Span<float> logOdds = stackalloc float[Categories.Count];
        SentenceReader.Shipped.Read(text.Text, input.AuthorUrl, logOdds);
        for (var index = 0; index < Categories.Count; index++)
        {
            scores[index] += _weights[index] * logOdds[index];
        }
    }

    /// <summary>What the shipped reader says of a text, normalised and with its words repaired as they are for a score, in log odds of every category.</summary>
    public static void Read(in ScoringInput input, Vocabulary vocabulary, Span<float> logOdds)
    {
        var text = new TextBuffer(keepsOffsets: false);
        Featurizer.Run(input, text, vocabulary, new FeatureBuffer(keepsPositions: false));
        SentenceReader.Shipped.Read(text.Text, input.AuthorUrl, logOdds);
    }

    /// <summary>What the reader says of a part of a text by itself, in raw scores of one category.</summary>
    public double OfPart(in ScoringInput input, ReadOnlySpan<char> part, Vocabulary vocabulary, Category category)
    {
        Span<float> logOdds = stackalloc float[Categories.Count];
        Read(input with { Text = part.ToString() }, vocabulary, logOdds);
        return _weights[(int)category] * logOdds[(int)category];
    }

    /// <summary>
    /// Spreads what the text adds to the raw score of a category, beside what the reader says of its author and no text, over the characters of the normalised text: in proportion to
    /// what each of up to twelve stretches takes away when it is left out.
    /// </summary>
    public void Spread(in ScoringInput input, TextBuffer text, Category category, double[] weights)
    {
        if (_weights[(int)category] == 0 || text.Length == 0)
        {
            return;
        }

        if (t_last is not { } parted || !parted.IsOf(input))
        {
            t_last = parted = Parted.Of(input, text);
        }

        var whole = (double)parted.Whole[(int)category] - parted.Without[(int)category];
        var shares = Array.ConvertAll(parted.LeftOut, logOdds => Math.Max(0, Math.Sign(whole) * (parted.Whole[(int)category] - logOdds[(int)category])));
        var sum = shares.Sum();
        for (var part = 0; part < shares.Length; part++)
        {
            var share = sum > 0 ? shares[part] / sum : 1.0 / shares.Length;
            var (start, end) = parted.Ranges[part];
            var characters = end - start - text.Text[start..end].Count(' ');
            for (var at = start; at < end; at++)
            {
                weights[at] += text.Chars[at] == ' ' ? 0 : _weights[(int)category] * whole * share / characters;
            }
        }
    }

    private static string Short(string sha256) => sha256.Length > 12 ? sha256[..12] : sha256;

    /// <summary>The readings of one text with each of its parts left out; the categories of one explanation share them.</summary>
    private sealed class Parted
    {
        private readonly WeakReference<string> _text;
        private readonly string? _author;

        private Parted(in ScoringInput input, (int Start, int End)[] ranges)
        {
            _text = new WeakReference<string>(input.Text);
            _author = input.AuthorUrl;
            Ranges = ranges;
            LeftOut = new float[ranges.Length][];
        }

        public float[] Whole { get; private init; } = [];

        public float[] Without { get; private init; } = [];

        public (int Start, int End)[] Ranges { get; }

        public float[][] LeftOut { get; }

        public static Parted Of(in ScoringInput input, TextBuffer text)
        {
            var ranges = Divide(text.Text);
            var parted = new Parted(input, ranges) { Whole = Read(input, text.Text), Without = Read(input, []) };
            var (kept, whole) = (input, new string(text.Text));
            ManyTexts.Share(ranges.Length, part => parted.LeftOut[part] = Read(kept, string.Concat(whole.AsSpan(0, ranges[part].Start), whole.AsSpan(ranges[part].End))));
            return parted;
        }

        public bool IsOf(in ScoringInput input) =>
            _text.TryGetTarget(out var text) && ReferenceEquals(text, input.Text) && _author == input.AuthorUrl;

        private static float[] Read(in ScoringInput input, ReadOnlySpan<char> text)
        {
            var logOdds = new float[Categories.Count];
            SentenceReader.Shipped.Read(text, input.AuthorUrl, logOdds);
            return logOdds;
        }

        // As many words to each as it takes for at most so many parts.
        private static (int Start, int End)[] Divide(ReadOnlySpan<char> text)
        {
            var starts = new List<int>();
            for (var at = 0; at < text.Length; at++)
            {
                if (text[at] != ' ' && (at == 0 || text[at - 1] == ' '))
                {
                    starts.Add(at);
                }
            }

            var words = (starts.Count + MaxParts - 1) / MaxParts;
            var ranges = new List<(int, int)>();
            for (var word = 0; word < starts.Count; word += words)
            {
                ranges.Add((starts[word], word + words < starts.Count ? starts[word + words] : text.Length));
            }

            return [.. ranges];
        }
    }
}
