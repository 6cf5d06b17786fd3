using Moderation.Scoring;

namespace Moderation.Tests.Scoring;

public sealed class TheBaseModel
{
    private static readonly Lazy<Model> LazyModel = new(BaseModel.Load);

    [Fact]
    public void Offers_every_category_and_fits_its_size()
    {
        Assert.Equal(Categories.All, LazyModel.Value.Offered);
        Assert.InRange(BaseModel.Bytes.Length, 1, 20 * 1024 * 1024);
    }

    [Theory]
    [InlineData("The old bridge was closed in 2019, not 2020. Thanks for the article!")]
    [InlineData("I disagree with the mayor, but the new library is a good idea.")]
    [InlineData("Does anybody know when the pool opens again?")]
    public void Friendly_replies_stay_below_every_threshold(string text)
    {
        var scored = LazyModel.Value.Score(new ScoringInput { Text = text });
        var thresholds = LazyModel.Value.Card.Thresholds;
        Assert.True(scored.IsUnderstood);
        Assert.True(scored[Category.Spam] < thresholds.SpamFlag, $"spam {scored[Category.Spam]}");
        Assert.All(thresholds.AbuseFlag, entry => Assert.True(scored[entry.Key] < entry.Value, $"{entry.Key} {scored[entry.Key]}"));
    }

    [Theory]
    [InlineData("You are a stupid idiot and a pathetic loser", Category.Insult)]
    [InlineData("Shut up you stupid piece of shit", Category.Toxicity)]
    [InlineData("I will kill you, you are dead", Category.Threat)]
    [InlineData("What the fuck is this shit", Category.Profanity)]
    public void Abuse_reaches_the_flag_threshold(string text, Category category)
    {
        var score = LazyModel.Value.Score(new ScoringInput { Text = text })[category];
        Assert.True(score >= LazyModel.Value.Card.Thresholds.AbuseFlag[category], $"{category} {score}");
    }

    [Fact]
    public void Spam_reaches_the_flag_threshold()
    {
        var scored = LazyModel.Value.Score(new ScoringInput { Text = "Congratulations! You have won a FREE prize. Claim now: http://win-prizes.example or call 09061234567" });
        Assert.True(scored[Category.Spam] >= LazyModel.Value.Card.Thresholds.SpamFlag, $"spam {scored[Category.Spam]}");
    }
}
