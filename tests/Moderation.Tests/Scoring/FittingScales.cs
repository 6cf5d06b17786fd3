using System.Text;
using System.Text.Json;
using CsCheck;
using Moderation.Scoring;
using Moderation.Scoring.Scales;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

/// <summary>Our scores on another service's scale.</summary>
public sealed class FittingScales
{
    private static readonly Lazy<Model> LazyModel = new(() => BaseModel.Load());

    [Fact]
    public void A_map_keeps_the_order_of_all_scores()
    {
        foreach (AttributeScale attribute in ScoreScale.Shipped.Attributes)
        {
            Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Sample(pair =>
            {
                (double low, double high) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2));
                (double shownLow, double shownHigh) = (attribute.Map.Apply(low), attribute.Map.Apply(high));
                return shownLow is >= 0 and <= 1 && shownHigh is >= 0 and <= 1 && shownLow <= shownHigh;
            });
        }
    }

    [Fact]
    public void A_threshold_is_found_again_on_our_scale()
    {
        foreach (AttributeScale attribute in ScoreScale.Shipped.Attributes)
        {
            foreach (double threshold in new[] { 0.05, 0.5, 0.7, 0.8, 0.9 })
            {
                Assert.Equal(threshold, attribute.Map.Apply(attribute.Map.Invert(threshold)), 6);
            }
        }
    }

    [Fact]
    public void The_scale_that_ships_was_fitted_with_the_model_that_ships()
    {
        const string Refit = "The base model was trained again: run 'moderation perspective-map fit --scores perspective_scores_wiki.csv.gz --out src/Moderation.Scoring/BaseModel/perspective.json' and put its table into src/Moderation.Scoring/README.md.";
        Assert.True(ScoreScale.Shipped.ModelVersion == LazyModel.Value.Sha256, Refit);
        Assert.Equal(ScaleAttributes.All.Select(attribute => attribute.Name), ScoreScale.Shipped.Attributes.Select(attribute => attribute.Attribute));
        Assert.All(ScoreScale.Shipped.Attributes, attribute => Assert.Equal([0.7, 0.8, 0.9], attribute.Agreement.Select(at => at.Threshold)));
    }

    [Fact]
    public void Old_thresholds_stop_no_less_than_our_own_flag_thresholds_do()
    {
        DefaultThresholds thresholds = LazyModel.Value.Card.Thresholds;
        foreach (ScaleAttribute attribute in ScaleAttributes.All)
        {
            double flag = attribute.Category switch
            {
                Category.Spam => thresholds.SpamFlag,
                Category.LikelyToReject => thresholds.LikelyToReject,
                _ => thresholds.AbuseFlag[attribute.Category],
            };
            double atSeventy = ScoreScale.Shipped.Find(attribute.Name)!.Map.Invert(0.7);
            Assert.True(atSeventy <= flag * 1.02, $"{attribute.Name} 0.7 is {atSeventy}, and {flag} is flagged.");
        }
    }

    [Fact]
    public void What_was_fitted_decides_as_the_old_scores_did()
    {
        OldScores old = Old(text => 0.2 + (0.75 * Insulting(text)));
        ScoreScale fitted = ScaleFitter.Fit(LazyModel.Value, old);
        AttributeScale insult = Assert.Single(fitted.Attributes);

        Assert.Equal("INSULT", insult.Attribute);
        Assert.Equal(old.Texts.Count, insult.Texts);
        Assert.InRange(insult.RankCorrelation, 0.99, 1);
        Assert.All(insult.Agreement, at => Assert.InRange(at.Equal, 0.9, 1));
        Assert.Equal(LazyModel.Value.Sha256, fitted.ModelVersion);
        Assert.Equal(old.Sha256, fitted.FileSha256);
        Assert.Equal(fitted.ToJson(), ScaleFitter.Fit(LazyModel.Value, old).ToJson());
    }

    [Fact]
    public void A_scale_is_read_again_as_it_was_written()
    {
        ScoreScale shipped = ScoreScale.Shipped;
        ScoreScale again = ScoreScale.FromJson(shipped.ToJson());

        Assert.Equal(shipped.Attributes, again.Attributes);
        Assert.Equal((shipped.ModelVersion, shipped.File, shipped.FileSha256), (again.ModelVersion, again.File, again.FileSha256));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"modelVersion":"a","file":"b","fileSha256":"c","attributes":[{"attribute":"SPEED","logOdds":[0,1],"values":[0,1],"texts":1,"rankCorrelation":0,"agreement":[]}]}""")]
    [InlineData("""{"modelVersion":"a","file":"b","fileSha256":"c","attributes":[{"attribute":"SPAM","logOdds":[0],"values":[0],"texts":1,"rankCorrelation":0,"agreement":[]}]}""")]
    [InlineData("""{"modelVersion":"a","file":"b","fileSha256":"c","attributes":[{"attribute":"SPAM","logOdds":[1,0],"values":[0,1],"texts":1,"rankCorrelation":0,"agreement":[]}]}""")]
    [InlineData("""{"modelVersion":"a","file":"b","fileSha256":"c","attributes":[{"attribute":"SPAM","logOdds":[0,1],"values":[0,1.5],"texts":1,"rankCorrelation":0,"agreement":[]}]}""")]
    [InlineData("""{"modelVersion":"a","file":"b","fileSha256":"c","attributes":[{"attribute":"SPAM","logOdds":[0,1,2],"values":[0,0.5,0.5],"texts":1,"rankCorrelation":0,"agreement":[]}]}""")]
    public void What_is_no_scale_is_refused(string json) => Assert.Throws<JsonException>(() => ScoreScale.FromJson(json));

    [Fact]
    public void A_scale_takes_from_another_what_it_does_not_have()
    {
        ScoreScale own = ScaleFitter.Fit(LazyModel.Value, Old(text => Insulting(text))).Over(ScoreScale.Shipped);

        Assert.Equal(ScoreScale.Shipped.Attributes.Count, own.Attributes.Count);
        Assert.NotEqual(ScoreScale.Shipped.Find("INSULT"), own.Find("INSULT"));
        Assert.Equal(ScoreScale.Shipped.Find("SPAM"), own.Find("SPAM"));
    }

    [Fact]
    public void Too_few_or_equal_scores_make_no_scale()
    {
        Assert.Throws<ScaleFitException>(() => ScaleFitter.Fit(LazyModel.Value, Old(_ => 0.5)));
        OldScores few = Old(Insulting) with { Texts = [.. Old(Insulting).Texts.Take(ScaleFitter.LeastTexts - 1)] };
        Assert.Throws<ScaleFitException>(() => ScaleFitter.Fit(LazyModel.Value, few));
    }

    [Fact]
    public void Ranks_of_equal_values_are_shared()
    {
        Assert.Equal(1, Ranks.Correlation([1, 2, 3, 4], [10, 20, 30, 40]), 12);
        Assert.Equal(-1, Ranks.Correlation([1, 2, 3, 4], [4, 3, 2, 1]), 12);
        Assert.Equal(0.9486832980505138, Ranks.Correlation([1, 2, 2, 3], [1, 2, 3, 4]), 12);
        Assert.Equal(0, Ranks.Correlation([1, 1, 1], [1, 2, 3]));
    }

    private static double Insulting(string text) => LazyModel.Value.Score(new ScoringInput { Text = text })[Category.Insult]!.Value;

    private static OldScores Old(Func<string, double> score)
    {
        string[] texts = [.. SeedCorpus.FunctionalTest.Where((_, index) => index % 20 == 0).Select(text => text.Text)];
        StringBuilder lines = new();
        foreach (string text in texts)
        {
            lines.AppendLine(JsonSerializer.Serialize(new { text, scores = new { INSULT = Math.Round(score(text), 6) } }));
        }

        return OldScores.Read("old.jsonl", Encoding.UTF8.GetBytes(lines.ToString()), CancellationToken.None);
    }
}
