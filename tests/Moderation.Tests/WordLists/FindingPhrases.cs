using System.Text;
using CsCheck;
using Moderation.WordLists;

namespace Moderation.Tests.WordLists;

public sealed class FindingPhrases
{
    [Theory]
    [InlineData("blarney", "pure blarney!", "blarney")]
    [InlineData("cialis", "a specialist of socialism", "")]
    [InlineData("snake oil", "he sells snake oil and snake, oil and snakeoil", "snake oil|snake, oil")]
    [InlineData("a b|b c|a b c|c", "a b c", "a b|a b c|b c|c")]
    [InlineData("a a b", "a a a b", "a a b")]
    [InlineData("x", "", "")]
    [InlineData("…", "nothing … here", "")]
    [InlineData("禁止", "这里禁止停车", "禁止")]
    [InlineData("🍆", "look 🍆🍆 here", "🍆|🍆")]
    [InlineData("one two|one two", "one two", "one two")]
    public void Phrases_are_found_word_by_word(string phrases, string text, string expected)
    {
        PhraseMatcher matcher = new(phrases.Split('|'));

        string[] found = [.. matcher.Find(text).Select(phrase => text.Substring(phrase.Start, phrase.Length)).Order(StringComparer.Ordinal)];

        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void It_finds_what_a_search_word_by_word_finds() => Gen.Select(Gen.Char['a', 'c'].Array[1, 4].Array[0, 12], Gen.Char['a', 'd'].Array[0, 60]).Sample((entries, letters) =>
    {
        string[] phrases = [.. entries.Select(words => string.Join(' ', words)).Distinct()];
        string text = string.Join(' ', letters);
        List<(int Phrase, int Start, int Length)> expected = [];
        for (int start = 0; start < text.Length; start += 2)
        {
            for (int phrase = 0; phrase < phrases.Length; phrase++)
            {
                if (string.CompareOrdinal(text, start, phrases[phrase], 0, phrases[phrase].Length) == 0)
                {
                    expected.Add((phrase, start, phrases[phrase].Length));
                }
            }
        }

        Assert.Equal(expected.Order(), new PhraseMatcher(phrases).Find(text).Select(found => (found.Phrase, found.Start, found.Length)).Order());
    });

    [Fact]
    public void A_phrase_of_more_words_than_it_remembers_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhraseMatcher([string.Join(' ', Enumerable.Repeat("word", PhraseMatcher.MaxWords + 1))]));

    [Fact]
    public void The_worst_text_and_the_worst_list_take_steps_in_proportion_to_the_text()
    {
        // Every beginning fits and no end does: a search that starts again at each word would look at each word sixteen times.
        PhraseMatcher matcher = new([string.Concat(Enumerable.Repeat("a ", 15)) + "b"]);
        StringBuilder text = new();
        for (int words = 0; words < 200_000; words++)
        {
            text.Append("a ");
        }

        Assert.Empty(matcher.Find(text.ToString(), out long steps));
        Assert.InRange(steps, 200_000, 2 * 200_000);
    }
}
