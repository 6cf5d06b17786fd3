using Moderation.Scoring;
using Moderation.Search;
using Moderation.Submissions;

namespace Moderation.Tests.Search;

/// <summary>What is typed into the search field is understood, or answered with a sentence that names the operator.</summary>
public sealed class ReadingSearches
{
    [Fact]
    public void Operators_words_and_phrases_are_told_apart()
    {
        (SearchQuery query, IReadOnlyList<string> problems) = SearchParser.Parse("""Bridge "closed in 2019" author:"Ana Maria" page:bridge domain:Shop.Example.com state:flagged reason:links score>0.9 spam>0.5 by:me from:2026-11-01 until:2026-11-30""");
        Assert.Empty(problems);
        Assert.Equal(["bridge", "closed in 2019"], query.Words.Select(phrase => string.Join(' ', phrase)));
        Assert.Equal(("Ana Maria", "bridge", "shop.example.com", SubmissionState.Flagged, "links", "me"), (query.Author, query.Page, query.Domain, query.State, query.Reason, query.By));
        Assert.Equal([(null, 0.9), (Category.Spam, 0.5)], query.Scores);
        Assert.Equal((new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)), (query.From, query.Until));
    }

    [Theory]
    [InlineData("state:gone", "state:")]
    [InlineData("reason:nonsense", "reason:")]
    [InlineData("score>2", "score>")]
    [InlineData("spam>NaN", "spam>")]
    [InlineData("from:yesterday", "from:")]
    [InlineData("until:2026-13-01", "until:")]
    [InlineData("author:", "author:")]
    [InlineData("domain:--", "domain:")]
    public void What_is_not_understood_is_named(string typed, string name)
    {
        (_, IReadOnlyList<string> problems) = SearchParser.Parse(typed);
        Assert.StartsWith(name, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/a?b=c")]
    [InlineData("time:12:30")]
    [InlineData("\"never closed")]
    [InlineData("' or 1=1 --")]
    [InlineData("*)(&|!:<->\0")]
    [InlineData("😀 \uD800")]
    public void Anything_else_is_words(string typed)
    {
        (SearchQuery query, IReadOnlyList<string> problems) = SearchParser.Parse(typed);
        Assert.Empty(problems);
        Assert.All(query.Words.SelectMany(phrase => phrase), word => Assert.All(word, letter => Assert.True(char.IsLetterOrDigit(letter))));
    }

    [Fact]
    public void Too_much_is_refused()
    {
        Assert.NotEmpty(SearchParser.Parse(new string('a', SearchParser.MaxChars + 1)).Problems);
        Assert.NotEmpty(SearchParser.Parse(string.Join(' ', Enumerable.Repeat("a", 30))).Problems);
        Assert.Empty(SearchParser.Parse(null).Problems);
    }
}
