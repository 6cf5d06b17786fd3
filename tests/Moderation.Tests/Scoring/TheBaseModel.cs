using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

public sealed class TheBaseModel
{
    private static readonly Lazy<Model> LazyModel = new(() => BaseModel.Load());

    [Fact]
    public void Offers_every_category_and_fits_its_size()
    {
        Assert.Equal(Categories.All, LazyModel.Value.Offered);
        Assert.InRange(BaseModel.Bytes().Length, 1, 20 * 1024 * 1024);
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

    [Fact]
    public void The_functional_test_passes_but_for_a_tenth()
    {
        // The aims are 0.9 of all cases and 0.75 of each kind; what is reached must not be lost.
        var told = LazyModel.Value.Card.FunctionalTest!;
        Assert.True(told.Passed.Value >= 0.89, $"{told.Passed.Value:P1}");
        Assert.True(told.AcceptableStopped.Value <= 0.05, $"{told.AcceptableStopped.Value:P1}");
        Assert.InRange(told.Kinds.Count(kind => kind.Passed < 0.75), 0, 10);
    }

    [Fact]
    public void The_card_tells_what_the_functional_test_found()
    {
        var found = FunctionalTest.Run(LazyModel.Value, SeedCorpus.FunctionalTest, showsTexts: false)!;
        var told = LazyModel.Value.Card.FunctionalTest!;
        Assert.Equal(found.Passed, told.Passed);
        Assert.Equal(found.Kinds, told.Kinds);
        Assert.Equal(SeedCorpus.FunctionalTest.Count, told.Cases);
    }

    [Theory]
    [InlineData("Le pont a été fermé en 2019 et non en 2020, je me souviens très bien de ce jour")]
    [InlineData("Je ne suis pas d'accord avec le maire, mais la nouvelle bibliothèque est une bonne idée")]
    [InlineData("Merci pour cet article, c'est très intéressant et bien écrit")]
    [InlineData("No estoy de acuerdo con el alcalde, pero la nueva biblioteca es una buena idea")]
    [InlineData("Il ponte è stato chiuso nel 2019 e non nel 2020, me lo ricordo bene")]
    [InlineData("Ich bin nicht der Meinung des Bürgermeisters, aber die neue Bibliothek ist gut")]
    [InlineData("Ik ben het niet eens met de burgemeester, maar de nieuwe bibliotheek is mooi")]
    [InlineData("Мост закрыли в 2019 году, а не в 2020")]
    [InlineData("asdf jkl qwer zxcv uiop hjkl")]
    public void Other_languages_and_noise_are_not_understood(string text) => Assert.False(LazyModel.Value.Score(new ScoringInput { Text = text }).IsUnderstood);

    [Theory]
    [InlineData("lol idk tbh u r prob rite but wtf m8")]
    [InlineData("thats wot i sed innit bruv")]
    [InlineData("cant beleive teh goverment did taht agian")]
    [InlineData("me think bridge no good, many car make problem")]
    [InlineData("Agreed.")]
    [InlineData("Source?")]
    [InlineData("Bang on about the left-back")]
    [InlineData("pls gimme da recipe ty")]
    [InlineData("👍👍👍")]
    public void Slang_typos_and_short_replies_are_understood(string text) => Assert.True(LazyModel.Value.Score(new ScoringInput { Text = text }).IsUnderstood);
}
