using Moderation.Scoring.Features;

namespace Moderation.Scoring.Artefacts;

/// <summary>Writes the weights of one category as signed square roots of one byte.</summary>
internal static class WeightRoots
{
    /// <summary>Writes every weight into the category's column of <paramref name="roots"/>; returns the scale that brings them back.</summary>
    public static double Write(double[] weights, sbyte[] roots, Category category)
    {
        var largest = Math.Max(weights.Max(Math.Abs), 1e-9);
        for (var bucket = 0; bucket < FeatureSpace.Size; bucket++)
        {
            var root = (int)Math.Round(Math.Sqrt(Math.Abs(weights[bucket]) / largest) * ModelParts.MaxStored);
            roots[(bucket * Categories.Count) + (int)category] = (sbyte)(Math.Sign(weights[bucket]) * root);
        }

        return largest / (ModelParts.MaxStored * ModelParts.MaxStored);
    }
}
