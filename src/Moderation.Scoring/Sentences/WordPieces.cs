using System.Globalization;
using System.Text;

namespace Moderation.Scoring.Sentences;

/// <summary>
/// A text as the numbers of its word pieces, in the order the reader was taught on: start, text, end, and where there is one the author's web address and another end.
/// WordPiece as BERT has it (Devlin and others, 2019): words and single signs, each cut into the longest pieces of the vocabulary from the left.
/// </summary>
internal sealed class WordPieces
{
    private const int Head = 96;
    private const int Tail = 32;
    private const int Author = 20;

    // A word piece has a few characters: these stretches hold what is read of a text, and cost the same for one of a megabyte.
    private const int HeadChars = Head * 32;
    private const int TailChars = Tail * 32;
    private const int LongestWord = 60;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _first;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _following;
    private readonly int _unknown;
    private readonly int _start;
    private readonly int _end;

    /// <summary>Reads a vocabulary: a piece a line, its number is the line's; pieces that continue a word begin with <c>##</c>.</summary>
    public WordPieces(Stream vocabulary)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var following = new Dictionary<string, int>(StringComparer.Ordinal);
        using var lines = new StreamReader(vocabulary, Encoding.UTF8);
        for (var number = 0; lines.ReadLine() is { } piece; number++)
        {
            var continues = piece.Length > 2 && piece.StartsWith("##", StringComparison.Ordinal);
            (continues ? following : first)[continues ? piece[2..] : piece] = number;
        }

        (_unknown, _start, _end) = (first["[UNK]"], first["[CLS]"], first["[SEP]"]);
        (_first, _following) = (first.GetAlternateLookup<ReadOnlySpan<char>>(), following.GetAlternateLookup<ReadOnlySpan<char>>());
    }

    /// <summary>The numbers of a normalised text of any length and of its author's typed web address: at most 151.</summary>
    public long[] Of(ReadOnlySpan<char> text, string? authorUrl)
    {
        List<long> ids = [_start];
        AddText(ids, text);
        ids.Add(_end);
        if (authorUrl?.Trim() is { Length: > 0 } author)
        {
            var known = ids.Count;
            Add(ids, author[..Math.Min(author.Length, TailChars)].ToLowerInvariant());
            Keep(ids, known, Author);
            ids.Add(_end);
        }

        return [.. ids];
    }

    private void AddText(List<long> ids, ReadOnlySpan<char> text)
    {
        var isCut = text.Length > HeadChars + TailChars;
        Add(ids, isCut ? text[..HeadChars] : text);
        if (!isCut && ids.Count - 1 <= Head + Tail)
        {
            return;
        }

        var tail = ids[^Math.Min(Tail, ids.Count - 1)..];
        if (isCut)
        {
            tail.Clear();
            Add(tail, text[^TailChars..]);
            tail.RemoveRange(0, Math.Max(0, tail.Count - Tail));
        }

        Keep(ids, 1, Head);
        ids.AddRange(tail);
    }

    private static void Keep(List<long> ids, int from, int count)
    {
        if (ids.Count - from > count)
        {
            ids.RemoveRange(from + count, ids.Count - from - count);
        }
    }

    private void Add(List<long> ids, ReadOnlySpan<char> text)
    {
        text = Ascii.IsValid(text) ? text : WithoutMarks(text);
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out var sign, out var length);
            if (Rune.IsWhiteSpace(sign))
            {
                at += length;
                continue;
            }

            var end = at + length;
            if (Rune.IsLetterOrDigit(sign))
            {
                while (end < text.Length && Rune.DecodeFromUtf16(text[end..], out var next, out length) == System.Buffers.OperationStatus.Done && Rune.IsLetterOrDigit(next))
                {
                    end += length;
                }
            }

            AddWord(ids, text[at..end]);
            at = end;
        }
    }

    /// <summary>The text without accents, as the pieces are written; half a pair of surrogates becomes the sign for what cannot be read.</summary>
    private static string WithoutMarks(ReadOnlySpan<char> text)
    {
        var readable = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToArray()));
        return string.Concat(readable.Normalize(NormalizationForm.FormD).EnumerateRunes().Where(sign => Rune.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark));
    }

    private void AddWord(List<long> ids, ReadOnlySpan<char> word)
    {
        var known = ids.Count;
        for (var start = 0; start < word.Length;)
        {
            var pieces = start == 0 ? _first : _following;
            var end = word.Length;
            var id = 0;
            while (end > start && !pieces.TryGetValue(word[start..end], out id))
            {
                end--;
            }

            if (end == start || word.Length > LongestWord)
            {
                Keep(ids, known, 0);
                ids.Add(_unknown);
                return;
            }

            ids.Add(id);
            start = end;
        }
    }
}
