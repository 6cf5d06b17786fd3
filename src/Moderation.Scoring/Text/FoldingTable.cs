using System.Globalization;
using System.Reflection;
using System.Text;

namespace Moderation.Scoring.Text;

/// <summary>
/// What every code point outside ASCII becomes: compatibility form (NFKC), lower case, without marks, plain quotes and dashes.
/// The table is a file of this assembly and not the platform's ICU, so the same text has the same features on every machine.
/// </summary>
internal static class FoldingTable
{
    /// <summary>The code point stays as it is.</summary>
    public const int Identity = 0;

    /// <summary>The code point disappears.</summary>
    public const int Dropped = -1;

    /// <summary>Values from here on are read with <see cref="Text"/>.</summary>
    public const int FirstText = 0x200000;

    private static readonly int[]?[] Pages = new int[]?[0x1100];
    private static readonly List<string> TextList = [];

    static FoldingTable()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Moderation.Scoring.Text.folding.txt")
            ?? throw new InvalidOperationException("The assembly lacks its folding table.");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            Add(line);
        }
    }

    /// <summary>Replacements of more than one code point; at most 18 UTF-16 units each.</summary>
    public static string Text(int value) => TextList[value - FirstText];

    /// <summary>The entry of a code point: <see cref="Identity"/>, <see cref="Dropped"/>, another code point, or a text.</summary>
    public static int Find(int codePoint)
    {
        var page = Pages[codePoint >> 8];
        return page is null ? Identity : page[codePoint & 0xFF];
    }

    // A line is "first[-last];target target…" in hexadecimal; in a range the single target counts up with the source.
    private static void Add(string line)
    {
        var separator = line.IndexOf(';', StringComparison.Ordinal);
        var range = line.AsSpan(0, separator);
        var dash = range.IndexOf('-');
        var first = Hex(dash < 0 ? range : range[..dash]);
        var last = dash < 0 ? first : Hex(range[(dash + 1)..]);
        var targets = line[(separator + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var codePoint = first; codePoint <= last; codePoint++)
        {
            var page = Pages[codePoint >> 8] ??= new int[256];
            page[codePoint & 0xFF] = targets.Length switch
            {
                0 => Dropped,
                1 => Hex(targets[0]) + codePoint - first,
                _ => AddText(targets),
            };
        }
    }

    private static int AddText(string[] targets)
    {
        TextList.Add(string.Concat(targets.Select(target => char.ConvertFromUtf32(Hex(target)))));
        return FirstText + TextList.Count - 1;
    }

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
