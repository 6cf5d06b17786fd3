using System.Numerics;
using System.Runtime.InteropServices;
using Moderation.Scoring.Text;

namespace Moderation.Scoring.Features;

/// <summary>
/// What is scored besides the words: shouting, links, numbers, money, emoji, disguises, and what the author typed as name and web address.
/// </summary>
/// <remarks>
/// Nothing here depends on a text being short or all in lower case: both are habits of single training sources, not of violations.
/// </remarks>
internal static class Signals
{
    private const int MinLettersForShouting = 8;

    private enum Signal
    {
        SomeShouting,
        MostlyShouting,
        Exclamations3,
        Exclamations6,
        Link1,
        Link2,
        Link3,
        MailAddress,
        LongNumber,
        Money,
        ManyDigits,
        SomeEvasion,
        MuchEvasion,
        Emoji1,
        Emoji4,
        AuthorLink,
        AuthorNameIsLink,
        AuthorNameIsLong,
        LinkAndFewWords,
        Questions3,
        AuthorNameOfTwoWords,
        AuthorNameOfThreeWords,
    }

    public static void Add(in ScoringInput input, TextBuffer text, FeatureBuffer features)
    {
        AddShape(input.Text, features);
        AddDigitsAndSigns(text.Text, features);
        AddLinks(text.Text, features);
        if (text.HasMarks)
        {
            var evasion = Normalization.Evasion(text);
            AddIf(features, evasion is > 0 and < 0.3, Signal.SomeEvasion);
            AddIf(features, evasion >= 0.3, Signal.MuchEvasion);
        }

        var nameWords = AuthorWords.Add(input, features);
        var name = input.AuthorName;
        AddIf(features, !string.IsNullOrWhiteSpace(input.AuthorUrl), Signal.AuthorLink);
        AddIf(features, name is not null && (name.Contains("://", StringComparison.Ordinal) || name.Contains("www.", StringComparison.OrdinalIgnoreCase)), Signal.AuthorNameIsLink);
        AddIf(features, nameWords == 2, Signal.AuthorNameOfTwoWords);
        AddIf(features, nameWords == 3, Signal.AuthorNameOfThreeWords);
        AddIf(features, nameWords >= 4, Signal.AuthorNameIsLong);
    }

    private static void AddShape(ReadOnlySpan<char> text, FeatureBuffer features)
    {
        var units = MemoryMarshal.Cast<char, ushort>(text);
        var upper = CountRange(units, 'A', 'Z');
        var lower = CountRange(units, 'a', 'z');
        var emoji = CountRange(units, 0xD83C, 0xD83E) + CountRange(units, 0x2600, 0x27BF);
        var letters = upper + lower;
        AddIf(features, letters >= MinLettersForShouting && upper * 10 >= letters * 3 && upper * 10 < letters * 7, Signal.SomeShouting);
        AddIf(features, letters >= MinLettersForShouting && upper * 10 >= letters * 7, Signal.MostlyShouting);
        AddIf(features, emoji is >= 1 and < 4, Signal.Emoji1);
        AddIf(features, emoji >= 4, Signal.Emoji4);
    }

    // From the normalised text, where digits and signs that stood for letters are letters again.
    private static void AddDigitsAndSigns(ReadOnlySpan<char> text, FeatureBuffer features)
    {
        var units = MemoryMarshal.Cast<char, ushort>(text);
        var exclamations = CountRange(units, '!', '!');
        AddIf(features, exclamations is >= 3 and < 6, Signal.Exclamations3);
        AddIf(features, exclamations >= 6, Signal.Exclamations6);
        AddIf(features, CountRange(units, '?', '?') >= 3, Signal.Questions3);
        var digits = CountRange(units, '0', '9');
        AddIf(features, digits >= 7 && HasLongNumber(text), Signal.LongNumber);
        AddIf(features, digits >= 3 && digits * 8 >= CountRange(units, 'a', 'z'), Signal.ManyDigits);
        AddIf(features, digits > 0 && text.IndexOfAny('$', '£', '€') >= 0, Signal.Money);
    }

    private static void AddLinks(ReadOnlySpan<char> text, FeatureBuffer features)
    {
        var links = text.Count("://") + text.Count("www.");
        AddIf(features, links == 1, Signal.Link1);
        AddIf(features, links == 2, Signal.Link2);
        AddIf(features, links >= 3, Signal.Link3);
        AddIf(features, links > 0 && features.LetterWords < 20, Signal.LinkAndFewWords);
        var at = text.IndexOf('@');
        AddIf(features, at > 0 && at + 1 < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]), Signal.MailAddress);
    }

    private static void AddIf(FeatureBuffer features, bool condition, Signal signal)
    {
        if (condition)
        {
            features.AddSignal(FeatureSpace.FirstSignal + (int)signal);
        }
    }

    private static bool HasLongNumber(ReadOnlySpan<char> text)
    {
        var run = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (++run >= 7)
                {
                    return true;
                }
            }
            else if (c is not (' ' or '-' or '(' or ')'))
            {
                run = 0;
            }
        }

        return false;
    }

    private static int CountRange(ReadOnlySpan<ushort> text, ushort first, ushort last)
    {
        var count = 0;
        var index = 0;
        var width = Vector<ushort>.Count;
        if (text.Length >= width)
        {
            var from = new Vector<ushort>(first);
            var size = new Vector<ushort>((ushort)(last - first));
            // Lanes count down from zero; flushed before 2^16 hits per lane.
            while (index <= text.Length - width)
            {
                var hits = Vector<ushort>.Zero;
                var stop = Math.Min(text.Length - width, index + (60_000 * width));
                for (; index <= stop; index += width)
                {
                    hits -= Vector.LessThanOrEqual(new Vector<ushort>(text[index..]) - from, size);
                }

                Vector.Widen(hits, out var low, out var high);
                count += (int)Vector.Sum(low + high);
            }
        }

        for (; index < text.Length; index++)
        {
            count += (ushort)(text[index] - first) <= last - first ? 1 : 0;
        }

        return count;
    }
}
