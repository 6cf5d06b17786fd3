using Moderation.Scoring;
using Moderation.Scoring.Artefacts;
using Moderation.Scoring.Sentences;

namespace Moderation.Tests.Scoring;

/// <summary>The sentence reader beside the words of the base model.</summary>
public sealed class ReadingSentences
{
    private static readonly Lazy<Model> LazyModel = new(() => BaseModel.Load());
    private static readonly Lazy<Model> LazyWords = new(() => BaseModel.Load(ShippedModel.Words));

    private static readonly string[] Texts =
    [
        "", " ", "ok", "The bridge was closed in 2019.", "You people are all the same, and nobody here would miss you.", "👍👍", new string('a', 5000),
        string.Join(' ', Enumerable.Repeat("the river is high again and the meadow is under water", 60)), "n\u200Bi\u200Bc\u200Be", "\uD800 lone",
    ];

    [Theory]
    [InlineData("Her sort multiply like rats in a cellar, and somebody should deal with the nest.")]
    [InlineData("Some people were held too close to the radio as babies and it shows in every line above.")]
    [InlineData("We know which nursery yours goes to and when it closes.")]
    [InlineData("Men like him should be kept in a shed and fed through the door.")]
    public void What_needs_no_bad_word_is_stopped(string text) => Assert.True(IsStopped(LazyModel.Value, text));

    [Fact]
    public void Words_alone_do_not_see_it()
    {
        Assert.Null(LazyWords.Value.Card.Sentences);
        Assert.False(IsStopped(LazyWords.Value, "Men like him should be kept in a shed and fed through the door."));
    }

    [Theory]
    [InlineData("My aunt is deaf and teaches swimming to children who are deaf too, and they adore her.")]
    [InlineData("He was called vermin on the bus last week, and nobody said a word. That is what we have to talk about.")]
    [InlineData("This killer of a hill nearly finished me off, what a race!")]
    [InlineData("The timetable is on the council's page at https://council.example/trams, scroll to the second table.")]
    public void What_only_looks_like_it_passes(string text) => Assert.False(IsStopped(LazyModel.Value, text));

    [Fact]
    public void A_text_gets_the_same_whatever_is_read_beside_it()
    {
        string[] many = [.. Enumerable.Range(0, 40).SelectMany(_ => Texts)];
        ScoredText[] alone = [.. Texts.Select(text => LazyModel.Value.Score(new ScoringInput { Text = text }))];
        var together = new ScoredText[many.Length];
        Parallel.For(0, many.Length, index => together[index] = LazyModel.Value.Score(new ScoringInput { Text = many[index] }));
        Assert.All(together.Select((scored, index) => (scored, index)), one => Assert.Equal(alone[one.index % Texts.Length], one.scored));
    }

    [Fact]
    public void Scores_of_any_text_are_probabilities() => Assert.All(Texts.Append(new string('\u0301', 1_000_000)), text =>
    {
        var scored = LazyModel.Value.Score(new ScoringInput { Text = text, AuthorName = text, AuthorUrl = text });
        Assert.All(Categories.All, category => Assert.InRange(scored[category]!.Value, 0, 1));
    });

    [Fact]
    public void The_address_of_the_author_is_read_too()
    {
        const string text = "Lovely piece, it made my day.";
        var plain = LazyModel.Value.Score(new ScoringInput { Text = text, AuthorUrl = "https://ana.example" });
        var selling = LazyModel.Value.Score(new ScoringInput { Text = text, AuthorUrl = "https://buy-essays-online.example" });
        Assert.True(selling[Category.Spam] > plain[Category.Spam]);
    }

    [Fact]
    public void The_spans_hold_all_that_the_reader_adds()
    {
        var model = LazyModel.Value;
        var plain = Model.Load(ArtefactWriter.Write(With(model, model.Card with { Sentences = null })));
        var silence = new float[Categories.Count];
        SentenceReader.Shipped.Read("", null, silence);
        Span<double> all = stackalloc double[Categories.Count];
        Span<double> words = stackalloc double[Categories.Count];
        foreach (var text in Texts.Where(text => text.Length > 1))
        {
            var input = new ScoringInput { Text = text };
            model.RawScore(input, all);
            plain.RawScore(input, words);
            foreach (var category in model.Offered)
            {
                var added = model.Explain(input, category, int.MaxValue).Sum(span => span.Weight) - plain.Explain(input, category, int.MaxValue).Sum(span => span.Weight);
                var silent = model.Card.Sentences!.Weights.GetValueOrDefault(category) * silence[(int)category];
                Assert.Equal(all[(int)category] - words[(int)category] - silent, added, 1e-4);
            }
        }
    }

    [Fact]
    public void A_part_that_is_the_whole_text_has_its_score()
    {
        const string text = "The figures are right. You and your kind should crawl back under your stone.";
        var input = new ScoringInput { Text = text };
        var parts = LazyModel.Value.ScoreParts(input, Category.Toxicity, [(0, text.Length), (0, 23), (23, text.Length)]);
        Assert.Equal(LazyModel.Value.Score(input)[Category.Toxicity]!.Value, parts[0], 1e-6);
        Assert.True(parts[2] > parts[1]);
    }

    [Fact]
    public void A_model_that_was_made_with_another_reader_is_refused()
    {
        var card = LazyModel.Value.Card with { Sentences = LazyModel.Value.Card.Sentences! with { Sha256 = new string('0', 64) } };
        var refused = Assert.Throws<ModelFormatException>(() => Model.Load(ArtefactWriter.Write(With(LazyModel.Value, card))));
        Assert.Contains("sentence reader", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_counts_less_than_nothing_is_refused()
    {
        var weights = new Dictionary<Category, double> { [Category.Spam] = -1 };
        var card = LazyModel.Value.Card with { Sentences = LazyModel.Value.Card.Sentences! with { Weights = weights } };
        Assert.Throws<ModelFormatException>(() => Model.Load(ArtefactWriter.Write(With(LazyModel.Value, card))));
    }

    private static bool IsStopped(Model model, string text) => model.Card.Thresholds.Stop(model.Score(new ScoringInput { Text = text }));

    private static ModelParts With(Model model, ModelCard card) => new() { Card = card, Roots = model.Parts.Roots, Vocabulary = model.Parts.Vocabulary, Heads = model.Parts.Heads };
}
