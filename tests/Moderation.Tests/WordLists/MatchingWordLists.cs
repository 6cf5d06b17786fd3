using Moderation.Policies;
using Moderation.Sites;
using Moderation.WordLists;

namespace Moderation.Tests.WordLists;

public sealed class MatchingWordLists
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 15, 0, TimeSpan.Zero);
    private static readonly Guid Page = Guid.Parse("01937f3e-0000-7000-8000-000000000001");

    [Theory]
    [InlineData("shit", "oh sh1t happens", "sh1t")]
    [InlineData("shit", "oh s-h-i-t happens", "s-h-i-t")]
    [InlineData("shit", "oh ＳＨＩＴ happens", "ＳＨＩＴ")]
    [InlineData("shit", "oh sh\u200Bit happens", "sh\u200Bit")]
    [InlineData("Café", "the cafe is open", "cafe")]
    [InlineData("cafe", "the CAFÉ, as ever", "CAFÉ")]
    [InlineData("shit", "a mishit ball", "")]
    [InlineData("snake oil", "SNAKE   oil", "SNAKE   oil")]
    public void A_disguised_word_is_found_where_it_was_written(string entry, string text, string expected)
    {
        WordMatch[] matches = [.. new WordListMatcher([List("house rules", Verdict.Flag, entry)]).Match(text, null, Now)];

        Assert.Equal(expected.Length == 0 ? [] : [expected], matches.Select(match => text[match.Start..match.End]));
        Assert.All(matches, match => Assert.Equal((entry, "house rules", Verdict.Flag), (match.Entry, match.List, match.Action)));
    }

    [Fact]
    public void A_list_counts_on_its_page_and_in_its_time()
    {
        WordListMatcher matcher = new(
        [
            List("everywhere", Verdict.Flag, "blarney"),
            List("one page", Verdict.Flag, "blarney") with { PageId = Page },
            List("not yet", Verdict.Flag, "blarney") with { StartsAt = Now.AddTicks(1) },
            List("from now", Verdict.Flag, "blarney") with { StartsAt = Now },
            List("over", Verdict.Flag, "blarney") with { EndsAt = Now },
            List("still", Verdict.Flag, "blarney") with { EndsAt = Now.AddTicks(1) },
        ]);

        Assert.Equal(["everywhere", "from now", "still"], matcher.Match("blarney", null, Now).Select(match => match.List).Order());
        Assert.Equal(["everywhere", "from now", "one page", "still"], matcher.Match("blarney", Page, Now).Select(match => match.List).Order());
        Assert.Equal(["everywhere", "from now", "still"], matcher.Match("blarney", Guid.CreateVersion7(Now), Now).Select(match => match.List).Order());
    }

    [Fact]
    public void A_text_full_of_listed_words_is_told_in_short_and_no_rejection_is_lost()
    {
        string[] words = [.. Enumerable.Range(0, 300).Select(number => $"w{(char)('a' + (number % 26))}{(char)('a' + (number / 26))}x")];
        WordListMatcher matcher = new([List("many", Verdict.Flag, words), List("one", Verdict.Reject, "blarney")]);

        IReadOnlyList<WordMatch> matches = matcher.Match(string.Join(' ', [.. words, .. words, "blarney", .. Enumerable.Repeat(words[0], 50)]), null, Now);

        Assert.Single(matches, match => match.Action == Verdict.Reject);
        Assert.Equal(WordListMatcher.MaxEntries + 1, matches.Select(match => match.Entry).Distinct().Count());
        Assert.Equal(WordListMatcher.MaxPlaces, matches.Count(match => match.Entry == words[0]));
    }

    [Fact]
    public void The_same_word_in_two_lists_is_a_match_of_each()
    {
        WordListMatcher matcher = new([List("one", Verdict.Flag, "Blarney"), List("two", Verdict.Reject, "blarney")]);

        Assert.Equal([("one", "Blarney"), ("two", "blarney")], matcher.Match("blarney", null, Now).Select(match => (match.List, match.Entry)));
    }

    [Fact]
    public void Nothing_is_found_without_lists() => Assert.Empty(WordListMatcher.Empty.Match("blarney", null, Now));

    private static WordList List(string name, Verdict action, params string[] entries) => new()
    {
        Id = Guid.CreateVersion7(Now),
        Site = SiteId.Parse("gazette"),
        Name = name,
        Action = action,
        Entries = entries,
        EntryCount = entries.Length,
        Version = 1,
        UpdatedAt = Now,
        UpdatedBy = "system",
    };
}
