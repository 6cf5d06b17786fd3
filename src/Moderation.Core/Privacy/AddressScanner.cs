using System.Buffers;

namespace Moderation.Privacy;

/// <summary>
/// Finds e-mail addresses in a text, from left to right: looks for at signs in any spelling, then reads the local part backwards and the
/// domain forwards. Linear: a local part never reaches back over the at sign before it and a domain never reaches over the next one,
/// so every character is read a fixed number of times, also in <c>a@a@a@…</c>.
/// </summary>
internal ref struct AddressScanner(ReadOnlySpan<char> text, bool isUrl)
{
    private const int MaxQuotedChars = 66;
    private const int MaxSpaces = 3;

    private static readonly SearchValues<char> Openers = SearchValues.Create("@＠﹫%&[({");

    private readonly ReadOnlySpan<char> _text = text;
    private int _position;
    private int _previousSignEnd;

    /// <summary>Index of the first character of the address found last.</summary>
    public int Start { get; private set; }

    /// <summary>Index after the last character of the address found last.</summary>
    public int End { get; private set; }

    /// <summary>Goes to the next address; false when there is none.</summary>
    public bool MoveNext()
    {
        while (_position < _text.Length)
        {
            int offset = _text[_position..].IndexOfAny(Openers);
            if (offset < 0)
            {
                _position = _text.Length;
                return false;
            }

            int sign = _position + offset;
            AtSign found = AtSign.Read(_text, sign);
            if (found.Length == 0)
            {
                _position = sign + 1;
                continue;
            }

            int localEnd = sign;
            int domainStart = sign + found.Length;
            if (found.IsSpelledOut)
            {
                localEnd = SkipSpacesBackwards(localEnd);
                domainStart = SkipSpaces(domainStart);
            }

            int floor = _previousSignEnd;
            _previousSignEnd = sign + found.Length;
            _position = _previousSignEnd;
            int start = ReadLocalPartBackwards(localEnd, floor);
            if (start < localEnd && AddressDomain.TryRead(_text, domainStart, out int end))
            {
                Start = start;
                End = end;
                return true;
            }
        }

        return false;
    }

    private readonly int ReadLocalPartBackwards(int end, int floor)
    {
        if (end - floor > 1 && _text[end - 1] == '"')
        {
            int lowest = Math.Max(floor, end - MaxQuotedChars);
            int quote = _text[lowest..(end - 1)].LastIndexOf('"');
            return quote >= 0 ? lowest + quote : end - 1;
        }

        int start = end;
        bool hasSubstance = false;
        while (start > floor && AddressCharacters.IsLocal(_text[start - 1], isUrl))
        {
            start--;
            hasSubstance |= _text[start] != '.' && !AddressCharacters.IsInvisible(_text[start]);
        }

        return hasSubstance ? start : end;
    }

    private readonly int SkipSpacesBackwards(int index)
    {
        int lowest = Math.Max(_previousSignEnd, index - MaxSpaces);
        while (index > lowest && _text[index - 1] is ' ' or '\u00A0')
        {
            index--;
        }

        return index;
    }

    private readonly int SkipSpaces(int index)
    {
        int highest = Math.Min(_text.Length, index + MaxSpaces);
        while (index < highest && _text[index] is ' ' or '\u00A0')
        {
            index++;
        }

        return index;
    }
}
