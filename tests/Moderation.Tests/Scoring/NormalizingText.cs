using CsCheck;
using Moderation.Scoring;

namespace Moderation.Tests.Scoring;

public sealed class NormalizingText
{
    // Pieces that meet each other in odd ways: white space, look-alikes, leet, marks, invisible characters, halves of surrogate pairs.
    private static readonly string[] Pieces =
    [
        "a", "b", "o", " ", "  ", "   ", "\n", "\t", ".", "-", "*", "1", "0", "3", "$", "@", "!", "|", "2", "9", "Z", "ZZZ", "aaaa",
        "а", "с", "о", "п", "Н", "я", "η", "Η", "ω", "ß", "é", "e\u0301", "\u0336", "\u200B", "\u200D", "\u00AD", "\uFE0F", "ﬁ", "Ａ", "𝐛", "🅰", "ﷺ", "ᗩ", "卂",
        "\uD83D", "\uDE00", "😀", "\u0000", "\u0001", "\u0002", "\uFFFD", "\u2028", "\u3000", "\u202E", "مرحبا", "中", "한",
    ];

    private static readonly Gen<string> HostileText = Gen.OneOf(
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]),
        Gen.Char.Select(c => c.ToString())).Array[0, 24].Select(string.Concat);

    [Theory]
    [InlineData("Hello,   World!\r\n", "hello, world!")]
    [InlineData("ＦＲＥＥ 𝐦𝐨𝐧𝐞𝐲 ⓝⓞⓦ", "free money now")]
    [InlineData("frее mоney", "free money")]
    [InlineData("f\u200Br\u200Be\u2060e", "free")]
    [InlineData("f\u0336r\u0336e\u0301e\u0308", "free")]
    [InlineData("Fr33 m0n3y, ca$h pr!zes", "free money, cash prizes")]
    [InlineData("f r e e   m o n e y", "free money")]
    [InlineData("f.r.e.e m.o.n.e.y", "free money")]
    [InlineData("so gooooood!!!!", "so good!!!!")]
    [InlineData("ﬁne caﬀeine", "fine caffeine")]
    [InlineData("in 2019, not 2020", "in 2019, not 2020")]
    [InlineData("it costs $100 or 5%", "it costs $100 or 5%")]
    [InlineData("", "")]
    [InlineData(" \t\u200B ", "")]
    public void Writes_what_a_reader_would_read(string text, string expected) =>
        Assert.Equal(expected, TextNormalizer.Normalize(text).Text);

    [Theory]
    [InlineData("Привет, как дела? Хорошо", "привет, как дела? хорошо")]
    [InlineData("Καλημέρα σας", "καλημερα σας")]
    [InlineData("これはペンです", "これはペンです")]
    public void Leaves_other_scripts_in_their_own_letters(string text, string expected) =>
        Assert.Equal(expected, TextNormalizer.Normalize(text).Text);

    [Fact]
    public void Reads_what_it_returns() => HostileText.Sample(text => Assert.Equal(TextNormalizer.Normalize(text).Text, TextNormalizer.Read(text, 0, (normalised, _) => normalised.ToString())));

    [Fact]
    public void Is_idempotent() => HostileText.Sample(text =>
    {
        var once = TextNormalizer.Normalize(text).Text;
        Assert.Equal(once, TextNormalizer.Normalize(once).Text);
    }, iter: 100_000);

    [Fact]
    public void Every_part_leads_back_to_a_part_of_the_original() => HostileText.Sample(text =>
    {
        var normalized = TextNormalizer.Normalize(text);
        var previousStart = 0;
        for (var index = 0; index < normalized.Text.Length; index++)
        {
            var (start, end) = normalized.OriginalRange(index, 1);
            Assert.InRange(start, previousStart, text.Length - 1);
            Assert.InRange(end, start + 1, text.Length);
            Assert.False(char.IsLowSurrogate(text[start]) && start > 0 && char.IsHighSurrogate(text[start - 1]), "starts inside a pair");
            Assert.False(end < text.Length && char.IsLowSurrogate(text[end]) && char.IsHighSurrogate(text[end - 1]), "ends inside a pair");
            previousStart = start;
        }
    }, iter: 100_000);

    [Fact]
    public void Output_never_holds_controls_or_doubled_spaces() => HostileText.Sample(text =>
    {
        var normalized = TextNormalizer.Normalize(text).Text;
        Assert.DoesNotContain(normalized, c => c < ' ');
        Assert.DoesNotContain("  ", normalized, StringComparison.Ordinal);
        Assert.Equal(normalized.Trim(' '), normalized);
    }, iter: 100_000);

    [Fact]
    public void Points_at_the_disguised_word_as_it_was_written()
    {
        const string text = "Get  f\u200Br\u200Bе\u200Bе  now";
        var normalized = TextNormalizer.Normalize(text);
        var (start, end) = normalized.OriginalRange(normalized.Text.IndexOf("free", StringComparison.Ordinal), 4);
        Assert.Equal("f\u200Br\u200Bе\u200Bе", text[start..end]);
    }

    [Theory]
    [InlineData("an ordinary reply about the bridge", 0)]
    [InlineData("fr\u200Bee money", 0.5)]
    [InlineData("frее mоney", 1)]
    [InlineData("f r e e", 1)]
    [InlineData("U.S.A. covid19 3rd café 👩‍👩‍👧", 0)]
    public void Counts_the_share_of_disguised_words(string text, double expected) =>
        Assert.Equal(expected, TextNormalizer.Normalize(text).Evasion, 3);

    [Theory]
    [InlineData('\u0301', 1_000_000)]
    [InlineData('\u200B', 100_000)]
    [InlineData('a', 1_000_000)]
    [InlineData(' ', 1_000_000)]
    [InlineData('\uD800', 1_000_000)]
    [InlineData('1', 1_000_000)]
    public void Reads_a_long_run_of_one_character_in_one_go(char c, int count)
    {
        var normalized = TextNormalizer.Normalize("x" + new string(c, count) + "y");
        Assert.StartsWith("x", normalized.Text, StringComparison.Ordinal);
        Assert.EndsWith("y", normalized.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_megabyte_of_spaced_letters_in_one_go() =>
        Assert.Equal("ab", TextNormalizer.Normalize(string.Concat(Enumerable.Repeat("a b ", 250_000))).Text[..2]);
}
