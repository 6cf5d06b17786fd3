using System.Globalization;
using Moderation.Scoring;
using Moderation.Scoring.Artefacts;

namespace Moderation.TestSupport;

/// <summary>Other versions of a model: the same weights under another name, and so other bytes.</summary>
internal static class ModelVariant
{
    /// <summary>An artefact of its own for each number.</summary>
    public static byte[] Of(Model model, int number) => ArtefactWriter.Write(new ModelParts
    {
        Card = model.Card with { Name = string.Create(CultureInfo.InvariantCulture, $"variant {number}") },
        Roots = model.Parts.Roots,
        Vocabulary = model.Parts.Vocabulary,
        Heads = model.Parts.Heads,
    });

    /// <summary>A model that finds every text likely to be rejected, and nothing else about it.</summary>
    public static byte[] Severe(Model model) => ArtefactWriter.Write(new ModelParts
    {
        Card = model.Card with { Name = "severe", CoverageLimit = 0, Thresholds = model.Card.Thresholds with { LikelyToReject = 0 } },
        Roots = model.Parts.Roots,
        Vocabulary = model.Parts.Vocabulary,
        Heads = model.Parts.Heads,
    });
}
