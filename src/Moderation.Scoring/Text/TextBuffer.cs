namespace Moderation.Scoring.Text;

/// <summary>
/// The working memory of one normalisation: the characters so far, beside each where it came from and whether a disguise was undone there.
/// Grows and is reused, so a warm buffer allocates nothing. Not thread-safe.
/// </summary>
internal sealed class TextBuffer(bool keepsOffsets)
{
    /// <summary>Stands for two or more white-space characters until the last pass makes it one space: the gap between spaced-out words.</summary>
    public const char WideSpace = '\u0002';

    /// <summary>Mark of a character in which a disguise was undone.</summary>
    public const byte Disguised = 1;

    /// <summary>Mark of a digit that was read as a letter where that is no disguise.</summary>
    public const byte ReadAsLetter = 2;

    private const int KeptChars = 1 << 17;

    public char[] Chars = new char[1024];

    /// <summary>Offset of the character in the text as written; only filled when offsets are kept.</summary>
    public int[] Starts = keepsOffsets ? new int[1024] : [];

    /// <summary>Look-alike candidate of each character: an ASCII letter in the low seven bits, bit 7 for a loose resemblance, 0 for none.</summary>
    public byte[] Hints = new byte[1024];

    /// <summary><see cref="Disguised"/>, <see cref="ReadAsLetter"/>, or 0.</summary>
    public byte[] Marks = new byte[1024];

    public int Length;

    /// <summary>Offset just after the last character that was kept.</summary>
    public int OriginalEnd;

    /// <summary>True when some character carries a look-alike candidate.</summary>
    public bool HasHints;

    /// <summary>True when some character was disguised.</summary>
    public bool HasMarks;

    /// <summary>True when three or more single letters stand in a row.</summary>
    public bool HasSpacedLetters;

    /// <summary>True when a letter stands three times in a row.</summary>
    public bool HasRepeats;

    /// <summary>True when the text as written is all ASCII.</summary>
    public bool IsAscii;

    /// <summary>True when some digit or sign was read as a letter.</summary>
    public bool HasLeet;

    /// <summary>True when some <see cref="WideSpace"/> was written.</summary>
    public bool HasWideSpaces;

    public bool KeepsOffsets { get; } = keepsOffsets;

    public Span<char> Text => Chars.AsSpan(0, Length);

    public void Reset(int capacity)
    {
        EnsureCapacity(capacity);
        // Plain characters carry neither: cleared at once instead of one by one.
        Hints.AsSpan(0, capacity).Clear();
        Marks.AsSpan(0, capacity).Clear();
        Length = OriginalEnd = 0;
        HasHints = HasMarks = HasSpacedLetters = HasRepeats = HasLeet = HasWideSpaces = false;
    }

    /// <summary>Makes room for <paramref name="capacity"/> characters in all, keeping what is there.</summary>
    public void EnsureCapacity(int capacity)
    {
        if (Chars.Length >= capacity)
        {
            return;
        }

        var size = Math.Max(capacity, Chars.Length * 2);
        Array.Resize(ref Chars, size);
        Array.Resize(ref Hints, size);
        Array.Resize(ref Marks, size);
        if (KeepsOffsets)
        {
            Array.Resize(ref Starts, size);
        }
    }

    /// <summary>Gives memory back after an unusually long text, so that one hostile megabyte does not stay in every thread.</summary>
    public void Trim()
    {
        if (Chars.Length > KeptChars)
        {
            Chars = new char[1024];
            Hints = new byte[1024];
            Marks = new byte[1024];
            Starts = KeepsOffsets ? new int[1024] : [];
        }
    }

    /// <summary>Copies one character with everything known about it to an earlier place.</summary>
    public void Move(int from, int to)
    {
        if (from == to)
        {
            return;
        }

        Chars[to] = Chars[from];
        Hints[to] = Hints[from];
        Marks[to] = Marks[from];
        if (KeepsOffsets)
        {
            Starts[to] = Starts[from];
        }
    }
}
