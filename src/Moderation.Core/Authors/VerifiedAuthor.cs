namespace Moderation.Authors;

/// <summary>An author whom the website vouches for.</summary>
internal sealed record VerifiedAuthor
{
    /// <summary>Who it is on the website; the token's <c>sub</c>. Kept only as a keyed hash.</summary>
    public required string Subject { get; init; }

    /// <summary>The name the website vouches for, which is shown whatever was typed; null when it vouches for none.</summary>
    public string? Name { get; init; }
}
