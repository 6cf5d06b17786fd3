using Moderation.Scoring.Text;

namespace Moderation.Scoring;

/// <summary>
/// Brings a text into the form the model reads: compatibility characters, case and marks folded, invisible characters dropped, look-alike letters, leet and
/// spaced-out letters read as what they stand for, repeated letters cut to two, white space to single spaces. Idempotent and linear; never throws.
/// Thread-safe.
/// </summary>
public static class TextNormalizer
{
    [ThreadStatic]
    private static TextBuffer? t_buffer;

    [ThreadStatic]
    private static TextBuffer? t_readBuffer;

    /// <summary>Normalises a text of any length and any UTF-16 content.</summary>
    public static NormalizedText Normalize(ReadOnlySpan<char> text)
    {
        var buffer = t_buffer ??= new TextBuffer(keepsOffsets: true);
        Normalization.Run(text, buffer);
        var result = new NormalizedText(buffer);
        buffer.Trim();
        return result;
    }

    /// <summary>Normalises a text for somebody who only reads it: nothing is copied and nothing allocated.</summary>
    /// <param name="text">A text of any length and any UTF-16 content.</param>
    /// <param name="state">What <paramref name="read"/> needs besides.</param>
    /// <param name="read">Gets the normalised text, which is valid during the call only; must not normalise another.</param>
    public static TResult Read<TState, TResult>(ReadOnlySpan<char> text, TState state, Func<ReadOnlySpan<char>, TState, TResult> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var buffer = t_readBuffer ??= new TextBuffer(keepsOffsets: false);
        Normalization.Run(text, buffer);
        var result = read(buffer.Text, state);
        buffer.Trim();
        return result;
    }
}
