using Moderation.Scoring;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

/// <summary>A model trained in a few seconds on mild sentences of our own, shared by the tests. Severe toxicity has no labels, so it is not offered.</summary>
internal static class SmallModel
{
    private static readonly string[] Topics = ["bridge", "library", "bakery", "market", "tram line", "school garden", "town choir", "swimming pool"];
    private static readonly string[] Fools = ["numbskull", "nitwit", "blockhead", "dunderhead", "halfwit", "buffoon"];
    private static readonly string[] Goods = ["watches", "loans", "pills", "followers", "essays", "casino chips"];
    private static readonly string[] Towns = ["northerners", "islanders", "farmers", "newcomers", "villagers", "sailors"];

    private static readonly Lazy<TrainingResult> LazyResult = new(() => ModelTrainer.Train(Options(), progress: null, CancellationToken.None));

    public static TrainingResult Result => LazyResult.Value;

    public static Model Model => Result.Model;

    public static TrainingOptions Options() => new()
    {
        Name = "small",
        CreatedAt = DateTimeOffset.UnixEpoch,
        CodeVersion = "test",
        Training = Texts("t", variant: 0),
        Validation = Texts("v", variant: 1),
        Recipe = TrainingRecipe.Plain with { MaxIterations = 15 },
    };

    private static List<LabelledText> Texts(string prefix, int variant)
    {
        var texts = new List<LabelledText>();
        foreach (var (topic, index) in Topics.Select((topic, index) => (topic, index)))
        {
            var fool = Fools[(index + variant) % Fools.Length];
            var goods = Goods[(index + variant) % Goods.Length];
            var town = Towns[(index + variant) % Towns.Length];
            Add($"Thank you for the article about the {topic}, I learnt a lot", []);
            Add($"The {topic} was closed in 2019, not in 2020, as far as I remember", []);
            Add($"My neighbours and I walk past the {topic} every morning with our dog", []);
            Add($"Why does the council never ask us before it changes the {topic}?", []);
            Add($"Buy cheap {goods} now at http://{goods.Replace(' ', '-')}.example, best price, free shipping, not only for the {topic}", [Category.Spam]);
            Add($"Make $5000 a week from home with {goods}, click www.quick-money.example", [Category.Spam]);
            Add($"You are a complete {fool} and everybody at the {topic} knows it", [Category.Toxicity, Category.Insult]);
            Add($"What a {fool}, only an idiot writes such rubbish about the {topic}", [Category.Toxicity, Category.Insult]);
            Add($"Damn this crap about the bloody {topic}", [Category.Toxicity, Category.Profanity]);
            Add($"I will find you near the {topic} and smash your windows, watch your back", [Category.Toxicity, Category.Threat]);
            Add($"All {town} are vermin and should be thrown out of the {topic}", [Category.Toxicity, Category.IdentityAttack]);
        }

        return texts;

        void Add(string text, Category[] violating)
        {
            var labels = Categories.All
                .Where(category => category is not (Category.SevereToxicity or Category.LikelyToReject))
                .Aggregate(default(LabelSet), (set, category) => set.With(category, violating.Contains(category)));
            texts.Add(new LabelledText { Id = $"{prefix}{texts.Count}", Source = "own", Text = text, Labels = labels });
        }
    }
}
