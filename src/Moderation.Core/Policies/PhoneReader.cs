namespace Moderation.Policies;

/// <summary>
/// Recognises a telephone number by how people write them: with a country (+ or 00), with a leading zero, or as three, three and four digits. Dates, years, prices, votes
/// and the numbers of books are none. It looks at a few characters at a time, however long the row of digits is.
/// </summary>
internal static class PhoneReader
{
    private const int MaxDigits = 15;
    private const int MinInternational = 8;
    private const int MinNational = 9;
    private const int MaxNational = 12;
    private const int MaxGroups = 9;
    private const int MinAmongGroups = 7;

    /// <summary>Reads the number that begins at a digit, or at the sign before it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digit">The first digit of a group.</param>
    /// <param name="floor">What lies before was read already.</param>
    /// <param name="start">Where the number begins.</param>
    /// <param name="end">Where it ends.</param>
    public static bool TryRead(string text, int digit, int floor, out int start, out int end)
    {
        start = digit;
        end = digit;
        if (start > floor && text[start - 1] == '(')
        {
            start--;
        }

        bool hasPlus = start > floor && text[start - 1] is '+' or '＋';
        start -= hasPlus ? 1 : 0;
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or ',' or '-' or '/' or '$' or '€' or '£' or '#' or '_'))
        {
            return false;
        }

        Span<int> groups = stackalloc int[MaxGroups];
        if (!TryReadGroups(text, digit, groups, out int count, out int digits, out end))
        {
            return false;
        }

        // In a longer row of groups (a card, a part number) only a long group stands for itself: "in 2020 0301234567".
        groups = groups[..count];
        if (!hasPlus && start > 1 && char.IsAsciiDigit(text[start - 2]) && groups[0] < MinAmongGroups)
        {
            return false;
        }

        bool isAbroad = hasPlus || text.AsSpan(digit).StartsWith("00", StringComparison.Ordinal);
        return isAbroad ? digits >= MinInternational && groups[0] > (hasPlus ? 0 : 2)
            : text[digit] == '0' ? IsNational(groups, digits)
            : IsNorthAmerican(groups);
    }

    /// <summary>A leading zero, not the date 01.02.2024 10:00, and no list of single digits.</summary>
    private static bool IsNational(ReadOnlySpan<int> groups, int digits)
    {
        bool isDate = groups.Length >= 3 && groups[0] <= 2 && groups[1] <= 2 && groups[2] == 4;
        return digits is >= MinNational and <= MaxNational && !isDate && groups[0] >= 2 && !groups.Contains(1);
    }

    private static bool IsNorthAmerican(ReadOnlySpan<int> groups)
    {
        groups = groups.Length == 4 && groups[0] == 1 ? groups[1..] : groups;
        return groups is [3, 3, 4];
    }

    /// <summary>The lengths of groups of digits with one or two signs between them; false when there are more digits than a number has.</summary>
    private static bool TryReadGroups(string text, int digit, Span<int> groups, out int count, out int digits, out int end)
    {
        (count, digits, end) = (0, 0, digit);
        int index = digit;
        while (true)
        {
            int group = 0;
            while (index < text.Length && char.IsAsciiDigit(text[index]))
            {
                index++;
                if (++digits > MaxDigits)
                {
                    return false;
                }

                group++;
            }

            groups[count++] = group;
            end = index;
            int next = index;
            while (next < text.Length && next - index < 3 && text[next] is ' ' or '-' or '.' or '/' or '(' or ')' or '\u00A0' or '\u2011' or '\u202F')
            {
                next++;
            }

            // A letter right behind makes it something else (4711b); a full stop and a space end a sentence.
            bool endsSentence = next - index >= 2 && text[index] == '.';
            if (next == index || next == text.Length || endsSentence || count == groups.Length || !char.IsAsciiDigit(text[next]))
            {
                return index == text.Length || !char.IsLetter(text[index]);
            }

            index = next;
        }
    }
}
