using Moderation.Sites;

namespace Moderation.Training;

/// <summary>A frozen training set: which texts, what they are, and what they are for. Never changed.</summary>
internal sealed record TrainingSet
{
    public required Guid SetId { get; init; }

    public required SiteId Site { get; init; }

    /// <summary>Of its items, lower-case hexadecimal: equal sets have equal names.</summary>
    public required string Sha256 { get; init; }

    public required TrainingManifest Manifest { get; init; }

    public required IReadOnlyList<TrainingItem> Items { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The actor who asked for it.</summary>
    public required string CreatedBy { get; init; }
}
