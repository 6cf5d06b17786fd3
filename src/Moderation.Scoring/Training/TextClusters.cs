using Moderation.Scoring.Features;
using Moderation.Scoring.Text;

namespace Moderation.Scoring.Training;

/// <summary>
/// Finds near-duplicates: texts that share most of their runs of three words, after disguises are undone. Each text is reduced to a few numbers (minhashes in bands), so that 200,000 texts
/// need some 10 MB and are never held together.
/// </summary>
public sealed class TextClusters
{
    private const int Bands = 8;
    private const int RowsPerBand = 4;
    private const int WordsPerRun = 3;

    private readonly TextBuffer _buffer = new(keepsOffsets: false);
    private readonly List<uint> _words = [];
    private readonly List<int> _parents = [];
    private readonly Dictionary<(int Band, ulong Hash), int> _places = [];

    /// <summary>How many texts were added.</summary>
    public int Count => _parents.Count;

    /// <summary>Adds the next text. Two texts that share seven of ten runs fall together nearly always, two that share three of ten hardly ever.</summary>
    public void Add(string text)
    {
        var index = _parents.Count;
        _parents.Add(index);
        Normalization.Run(text, _buffer);
        _words.Clear();
        WordReader.Visit(_buffer.Text, _words.Add);
        Span<uint> smallest = stackalloc uint[Bands * RowsPerBand];
        smallest.Fill(uint.MaxValue);
        for (var start = 0; start == 0 || start + WordsPerRun <= _words.Count; start++)
        {
            var run = FeatureSpace.Seed;
            for (var word = start; word < Math.Min(start + WordsPerRun, _words.Count); word++)
            {
                run = FeatureSpace.Append(run, _words[word]);
            }

            for (var row = 0; row < smallest.Length; row++)
            {
                smallest[row] = Math.Min(smallest[row], FeatureSpace.Mix(run + ((uint)row * 0x9E3779B1)));
            }
        }

        for (var band = 0; band < Bands; band++)
        {
            ulong hash = 14695981039346656037;
            foreach (var value in smallest.Slice(band * RowsPerBand, RowsPerBand))
            {
                hash = (hash ^ value) * 1099511628211;
            }

            if (_places.TryGetValue((band, hash), out var other))
            {
                _parents[Root(index)] = Root(other);
            }
            else
            {
                _places[(band, hash)] = index;
            }
        }
    }

    /// <summary>The cluster of a text, as the number of one of its members. Ask when all texts are added.</summary>
    public int Of(int index) => Root(index);

    private int Root(int index)
    {
        while (_parents[index] != index)
        {
            _parents[index] = _parents[_parents[index]];
            index = _parents[index];
        }

        return index;
    }
}
