using Moderation.Review;

namespace Moderation.Tests.Review;

/// <summary>What is left of a removed comment in its replies.</summary>
public sealed class FindingQuotes
{
    private const string Removed = "The mayor is a crook who sold the harbour to his cousin for a case of wine, and everybody knows it.";

    [Theory]
    [InlineData("> The mayor is a crook who sold the harbour to his cousin for a case of wine\nThat is slander.", true)]
    [InlineData("You say: 'the MAYOR is a crook, who sold the harbour to his   cousin for a case of wine'? Prove it.", true)]
    [InlineData("The mayor is a crook? Prove it.", false)]
    [InlineData("", false)]
    public void A_reply_quotes_when_it_repeats_a_dozen_words_in_a_row(string reply, bool quotes) => Assert.Equal(quotes, Quotes.AtLength(Removed, reply));

    [Fact]
    public void A_short_text_is_never_quoted_at_length() => Assert.False(Quotes.AtLength("Well said, all of it.", "Well said, all of it."));
}
