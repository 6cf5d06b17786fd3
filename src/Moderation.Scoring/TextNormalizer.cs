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

    /// <summary>Normalises a text of any length and any UTF-16 content.</summary>
    public static NormalizedText Normalize(ReadOnlySpan<char> text)
    {
        var buffer = t_buffer ??= new TextBuffer(keepsOffsets: true);
        Normalization.Run(text, buffer);
        var result = new NormalizedText(buffer);
        buffer.Trim();
        return result;
    }
}
