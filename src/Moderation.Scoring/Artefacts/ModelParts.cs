using Moderation.Scoring.Features;
using Moderation.Scoring.Sentences;

namespace Moderation.Scoring.Artefacts;

/// <summary>Everything a model consists of, as it lies in memory for serving.</summary>
internal sealed class ModelParts
{
    /// <summary>Weights are stored as signed square roots in one byte, so small weights keep their precision; this is the largest.</summary>
    public const int MaxStored = 127;

    public required ModelCard Card { get; init; }

    /// <summary>
    /// One row of eight per bucket, stored as signed square roots: a weight is <c>root × |root| × scale</c>, how rare the feature is folded in.
    /// Kept like this in memory too: half the cache, and squaring is cheaper than a miss.
    /// </summary>
    public required sbyte[] Roots { get; init; }

    public required Vocabulary Vocabulary { get; init; }

    /// <summary>The weight of a bucket for a category before its scale.</summary>
    public int WeightOf(int bucket, Category category)
    {
        var root = Roots[(bucket * Categories.Count) + (int)category];
        return root * Math.Abs((int)root);
    }

    /// <summary>How the sentence reader is heard; null where words alone count.</summary>
    public SentenceReading? Reading { get; init; }

    /// <summary>One per category; null when the category is not offered.</summary>
    public required Head?[] Heads { get; init; }

    /// <summary>The weights of one category besides its column.</summary>
    public sealed record Head(double Scale, double Bias, Calibration Calibration);
}
