using Moderation.Scoring.Text;

namespace Moderation.Scoring;

/// <summary>A normalised text and the way back to the text as written.</summary>
public sealed class NormalizedText
{
    private readonly int[] _starts;
    private readonly int _originalEnd;

    internal NormalizedText(TextBuffer buffer)
    {
        Text = new string(buffer.Text);
        Evasion = Normalization.Evasion(buffer);
        _starts = buffer.Starts.AsSpan(0, buffer.Length).ToArray();
        _originalEnd = buffer.OriginalEnd;
    }

    /// <summary>The normalised text; may be empty, has no leading or trailing space.</summary>
    public string Text { get; }

    /// <summary>Share (0 to 1) of the words in which a disguise was undone.</summary>
    public double Evasion { get; }

    /// <summary>The stretch of the text as written (UTF-16 offsets, never empty, never inside a surrogate pair) that became this part of <see cref="Text"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or outside <see cref="Text"/>.</exception>
    public (int Start, int End) OriginalRange(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Text.Length - start);
        return OriginalRange(_starts, _originalEnd, start, length);
    }

    internal static (int Start, int End) OriginalRange(ReadOnlySpan<int> starts, int originalEnd, int start, int length)
    {
        var last = starts[start + length - 1];
        // A code point that became several characters gives them all the same start.
        for (var next = start + length; next < starts.Length; next++)
        {
            if (starts[next] > last)
            {
                return (starts[start], starts[next]);
            }
        }

        return (starts[start], originalEnd);
    }
}
