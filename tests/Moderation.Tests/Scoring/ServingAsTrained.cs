using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Moderation.Scoring;
using Moderation.Scoring.Artefacts;
using Moderation.Scoring.Features;
using Moderation.Scoring.Text;

namespace Moderation.Tests.Scoring;

/// <summary>The serving path against ML.NET's own linear model with the same stored weights, over the vector that training reads.</summary>
public sealed class ServingAsTrained
{
    private static readonly string[] Texts =
    [
        "", "a", "You are a complete numbskull", "Buy cheap pills at http://pills.example!!! 100% FREE", "Thank you for the article about the bridge",
        "y0u аre a d\u200Bu\u200Bn d e r h e a d", "ordinary words ordinary words ordinary words", "😀😀 это не по-английски 漢字", string.Join(' ', Enumerable.Range(0, 2000).Select(n => $"word{n}")),
    ];

    [Fact]
    public void The_fast_path_equals_the_prediction_of_the_learning_library()
    {
        var model = SmallModel.Model;
        foreach (var category in model.Offered)
        {
            var predictor = CreatePredictor(model.Parts, category);
            foreach (var text in Texts)
            {
                var input = new ScoringInput { Text = text, AuthorName = "Ana", AuthorUrl = "https://ana.example" };
                var head = model.Parts.Heads[(int)category]!;
                var expected = head.Calibration.Apply(predictor(Vector(model.Parts, input)));
                Assert.Equal(expected, model.Score(input)[category]!.Value, 1e-5);
            }
        }
    }

    // ML.NET keeps the constructor to itself; the test needs exactly its arithmetic, so it reaches for it.
    private static Func<VBuffer<float>, float> CreatePredictor(ModelParts parts, Category category)
    {
        var head = parts.Heads[(int)category]!;
        var weights = new float[FeatureSpace.Size];
        for (var bucket = 0; bucket < weights.Length; bucket++)
        {
            weights[bucket] = (float)(parts.WeightOf(bucket, category) * head.Scale);
        }

        var constructor = typeof(LinearBinaryModelParameters).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic)
            .Single(candidate => candidate.GetParameters().Length == 4);
        var linear = constructor.Invoke([new MLContext(1), new VBuffer<float>(weights.Length, weights), (float)head.Bias, null]);
        var score = typeof(LinearModelParameters).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .Single(method => method.Name == "Score" && method.GetParameters().Length == 1);
        var predict = score.CreateDelegate<ScoreFunction>(linear);
        return vector => predict(in vector);
    }

    private static VBuffer<float> Vector(ModelParts parts, ScoringInput input)
    {
        var features = new FeatureBuffer(keepsPositions: false);
        Featurizer.Run(input, new TextBuffer(keepsOffsets: false), parts.Vocabulary, features);
        var values = new SortedDictionary<int, float>();
        AddBlock(features.Words.AsSpan(0, features.WordCount));
        AddBlock(features.Chars.AsSpan(0, features.CharCount));
        AddBlock(features.Author.AsSpan(0, features.AuthorCount));
        foreach (var bucket in features.Signals.AsSpan(0, features.SignalCount))
        {
            values[bucket] = 1;
        }

        return new VBuffer<float>(FeatureSpace.Size, values.Count, [.. values.Values], [.. values.Keys]);

        void AddBlock(ReadOnlySpan<int> buckets)
        {
            foreach (var bucket in buckets)
            {
                values[bucket] = 1 / Moderation.Scoring.Training.FeatureMatrix.BlockNorm(buckets.Length);
            }
        }
    }

    private delegate float ScoreFunction(in VBuffer<float> features);
}
