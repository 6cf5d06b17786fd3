namespace Moderation.Policies;

/// <summary>One version of a site's policy, as it is stored.</summary>
internal sealed record PolicyDocument
{
    /// <summary>Counts from 1 for each site.</summary>
    public required int Version { get; init; }

    /// <summary>The policy as JSON.</summary>
    public required string Document { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The actor who wrote it.</summary>
    public required string CreatedBy { get; init; }
}
