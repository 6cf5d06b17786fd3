namespace Moderation.WordLists;

/// <summary>
/// Cuts normalised text into words: runs of letters and digits. Scripts that put no spaces between words (Chinese, Japanese, Thai, …) and everything beyond the basic plane
/// (emoji) count sign by sign, so that an entry in them is found inside a sentence.
/// </summary>
internal ref struct WordTokens(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    /// <summary>Where the word begins.</summary>
    public int Start { get; private set; }

    /// <summary>How long it is.</summary>
    public int Length { get; private set; }

    /// <summary>The word.</summary>
    public readonly ReadOnlySpan<char> Current => _text.Slice(Start, Length);

    /// <summary>Goes to the next word; false when there is none.</summary>
    public bool MoveNext()
    {
        while (_position < _text.Length && !IsWord(_text[_position]) && !IsPair(_position))
        {
            _position++;
        }

        if (_position == _text.Length)
        {
            return false;
        }

        Start = _position;
        Length = IsPair(_position) ? 2 : 1;
        _position += Length;
        if (Length == 1 && !StandsAlone(_text[Start]))
        {
            while (_position < _text.Length && IsWord(_text[_position]) && !StandsAlone(_text[_position]))
            {
                _position++;
            }

            Length = _position - Start;
        }

        return true;
    }

    private readonly bool IsPair(int index) => index + 1 < _text.Length && char.IsSurrogatePair(_text[index], _text[index + 1]);

    private static bool IsWord(char c) => char.IsLetterOrDigit(c);

    private static bool StandsAlone(char c) => c >= '\u0E00' && c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF')
        or (>= '\u2600' and <= '\u27BF') or (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');
}
