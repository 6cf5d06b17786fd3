using System.Runtime.CompilerServices;

namespace Moderation.Scoring.Features;

/// <summary>Finds the words of a normalised text: runs of letters and digits, and symbols such as emoji, each by itself.</summary>
internal static class WordReader
{
    private const uint DigitsSalt = 0x12345678;
    private const uint SymbolSalt = 0x0BADF00D;

    private static readonly byte[] AsciiKinds = BuildAsciiKinds();

    private enum Kind : byte
    {
        Other,
        Letter,
        Digit,
        Symbol,
    }

    /// <summary>Calls back with the hash of every word of letters; how the trainer learns its vocabulary.</summary>
    public static void Visit(ReadOnlySpan<char> text, Action<uint> visit)
    {
        for (var index = 0; index < text.Length;)
        {
            if (TryRead(text, ref index, out var hash, out var hasLetters) && hasLetters)
            {
                visit(hash);
            }
        }
    }

    /// <summary>
    /// Reads the word at <paramref name="index"/>, or passes over one character that is none. Digits alone are a word by their number; apostrophes inside a word are left out.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, ref int index, out uint hash, out bool hasLetters)
    {
        hash = FeatureSpace.Seed;
        hasLetters = false;
        var start = index;
        while (index < text.Length)
        {
            var c = text[index];
            var kind = KindOf(c);
            if (kind == Kind.Letter)
            {
                hasLetters = true;
            }
            else if (kind != Kind.Digit)
            {
                if (c == '\'' && hasLetters && index + 1 < text.Length && KindOf(text[index + 1]) == Kind.Letter)
                {
                    index++;
                    continue;
                }

                break;
            }

            hash = FeatureSpace.Append(hash, c);
            index++;
        }

        if (index > start)
        {
            if (!hasLetters)
            {
                hash = FeatureSpace.Append(DigitsSalt, (uint)Math.Min(index - start, 12));
            }

            return true;
        }

        var isSymbol = KindOf(text[index]) == Kind.Symbol;
        var isPair = char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]);
        hash = FeatureSpace.Append(SymbolSalt, isPair ? (uint)char.ConvertToUtf32(text[index], text[index + 1]) : text[index]);
        index += isPair ? 2 : 1;
        return isSymbol;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Kind KindOf(char c) => c < 0x80 ? (Kind)AsciiKinds[c] : KindOfOther(c);

    private static Kind KindOfOther(char c) => char.IsLetter(c) ? Kind.Letter : char.IsDigit(c) ? Kind.Digit : c >= 0x2100 ? Kind.Symbol : Kind.Other;

    // A star is a letter: "sh*p" is a word in which one letter is hidden.
    private static byte[] BuildAsciiKinds()
    {
        var kinds = new byte[128];
        for (var c = 0; c < 128; c++)
        {
            kinds[c] = (byte)(char.IsAsciiLetter((char)c) || c == '*' ? Kind.Letter : char.IsAsciiDigit((char)c) ? Kind.Digit : Kind.Other);
        }

        return kinds;
    }
}
