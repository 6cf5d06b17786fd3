using System.Text;

namespace Moderation.Scoring.Text;

/// <summary>First pass: every code point becomes its folded form; white space becomes single or wide spaces; what is invisible disappears.</summary>
internal static class Folding
{
    private const char Replacement = '\uFFFD';

    private static ReadOnlySpan<byte> OrdinaryAccents =>
        [0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x1B, 0x23, 0x27, 0x28];

    private static readonly byte[] Ascii = BuildAscii();

    public static void Run(ReadOnlySpan<char> text, TextBuffer buffer)
    {
        // One slot per character covers ASCII; the few expanding code points ask for more when they come.
        buffer.Reset(text.Length + 32);
        var chars = buffer.Chars;
        var starts = buffer.Starts;
        var keepsOffsets = buffer.KeepsOffsets;
        var length = 0;
        var hasRepeats = false;
        var hasSpacedLetters = false;
        var originalEnd = 0;
        var letterRun = 0;
        var singles = 0;
        var index = 0;
        char last = '\0', beforeLast = '\0';
        var isAscii = true;
        while (index < text.Length)
        {
            var c = text[index];
            if (c >= 0x80)
            {
                isAscii = false;
                buffer.Length = length;
                index += FoldOther(text, index, buffer);
                chars = buffer.Chars;
                starts = buffer.Starts;
                // Letters outside ASCII take part in spaced-out words too; the pass itself looks closely.
                hasSpacedLetters = hasRepeats = true;
                originalEnd = Math.Max(originalEnd, buffer.OriginalEnd);
                length = buffer.Length;
                letterRun = singles = 0;
                last = length > 0 ? chars[length - 1] : '\0';
                beforeLast = last;
                continue;
            }

            var folded = (char)Ascii[c];
            if (folded is >= 'a' and <= 'z')
            {
                letterRun++;
                hasRepeats |= folded == last && folded == beforeLast;
            }
            else
            {
                // Measured: a branch at the end of every word is cheaper than carrying the history of letters along without one.
                if (letterRun != 0)
                {
                    singles = letterRun == 1 ? singles + 1 : 0;
                    hasSpacedLetters |= singles >= 3;
                    letterRun = 0;
                }

                if (folded == ' ' && last is (' ' or TextBuffer.WideSpace or '\0'))
                {
                    if (last == ' ')
                    {
                        chars[length - 1] = last = TextBuffer.WideSpace;
                        buffer.HasWideSpaces = true;
                    }

                    index++;
                    continue;
                }
            }

            chars[length] = folded;
            if (keepsOffsets)
            {
                starts[length] = index;
            }

            length++;
            beforeLast = last;
            last = folded;
            index++;
            if (folded != ' ')
            {
                originalEnd = index;
            }
        }

        buffer.OriginalEnd = originalEnd;
        buffer.HasRepeats = hasRepeats;
        buffer.HasSpacedLetters = hasSpacedLetters || (letterRun == 1 && singles >= 2);
        buffer.IsAscii = isAscii;
        while (length > 0 && chars[length - 1] is ' ' or TextBuffer.WideSpace)
        {
            length--;
        }

        buffer.Length = length;
    }

    private static byte[] BuildAscii()
    {
        var table = new byte[128];
        for (var c = 0; c < 128; c++)
        {
            table[c] = c <= ' ' || c == 0x7F ? (byte)' ' : (byte)char.ToLowerInvariant((char)c);
        }

        return table;
    }

    /// <summary>Folds the code point at <paramref name="index"/> and answers how many UTF-16 units it takes.</summary>
    private static int FoldOther(ReadOnlySpan<char> text, int index, TextBuffer buffer)
    {
        // An unpaired surrogate decodes as U+FFFD with one unit consumed.
        _ = Rune.DecodeFromUtf16(text[index..], out var rune, out var units);
        var codePoint = rune.Value;
        var entry = FoldingTable.Find(codePoint);
        if (entry == FoldingTable.Dropped)
        {
            Drop(codePoint, text, index, units, buffer);
            return units;
        }

        buffer.EnsureCapacity(buffer.Length + text.Length - index + 32);
        if (entry == ' ')
        {
            AppendSpace(buffer, index);
            return units;
        }

        var hint = LookAlikes.Find(codePoint);
        buffer.HasHints |= hint != 0;
        var isDisguise = entry is >= 'a' and <= 'z' && (codePoint >= 0x2100 || codePoint is (>= 0x250 and < 0x2B0) or (>= 0x1D00 and < 0x1D80));
        if (entry >= FoldingTable.FirstText)
        {
            foreach (var c in FoldingTable.Text(entry))
            {
                if (c == ' ')
                {
                    AppendSpace(buffer, index);
                }
                else
                {
                    Append(buffer, c, index, 0, false);
                }
            }
        }
        else
        {
            var value = entry == FoldingTable.Identity ? codePoint : entry;
            if (value < 0x10000)
            {
                Append(buffer, (char)value, index, hint, isDisguise);
            }
            else
            {
                Span<char> pair = stackalloc char[2];
                new Rune(value).EncodeToUtf16(pair);
                Append(buffer, pair[0], index, 0, false);
                Append(buffer, pair[1], index, 0, false);
            }
        }

        buffer.OriginalEnd = index + units;
        return units;
    }

    private static void Append(TextBuffer buffer, char c, int start, byte hint, bool isDisguise)
    {
        buffer.Chars[buffer.Length] = c == TextBuffer.WideSpace ? Replacement : c;
        buffer.Hints[buffer.Length] = hint;
        buffer.Marks[buffer.Length] = isDisguise ? (byte)1 : (byte)0;
        buffer.HasMarks |= isDisguise;
        if (buffer.KeepsOffsets)
        {
            buffer.Starts[buffer.Length] = start;
        }

        buffer.Length++;
    }

    private static void AppendSpace(TextBuffer buffer, int start)
    {
        if (buffer.Length == 0 || buffer.Chars[buffer.Length - 1] == TextBuffer.WideSpace)
        {
            return;
        }

        if (buffer.Chars[buffer.Length - 1] == ' ')
        {
            buffer.Chars[buffer.Length - 1] = TextBuffer.WideSpace;
            buffer.HasWideSpaces = true;
            return;
        }

        Append(buffer, ' ', start, 0, false);
    }

    // Something invisible inside a Latin word, or a mark no language puts there, is a disguise. Soft hyphens and single accents are not.
    private static void Drop(int codePoint, ReadOnlySpan<char> text, int index, int units, TextBuffer buffer)
    {
        var last = buffer.Length - 1;
        if (last < 0 || !char.IsAsciiLetterLower(buffer.Chars[last]))
        {
            return;
        }

        var isMark = Rune.GetUnicodeCategory(new Rune(codePoint)) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.EnclosingMark && codePoint is not (>= 0xFE00 and <= 0xFE0F);
        var next = index + units;
        var isDisguise = isMark
            ? !(codePoint is >= 0x300 and < 0x370 && OrdinaryAccents.Contains((byte)(codePoint - 0x300)))
            : codePoint != 0xAD && next < text.Length && char.IsLetter(text[next]);
        if (isDisguise)
        {
            buffer.Marks[last] = 1;
            buffer.HasMarks = true;
        }

        buffer.OriginalEnd = next;
    }
}
