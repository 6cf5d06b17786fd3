using Moderation.Sites;

namespace Moderation.Accounts;

/// <summary>A person with a console account. What proves who they are (password, second factor) is not part of it and leaves its store only for checking.</summary>
internal sealed record Moderator
{
    public required Guid ModeratorId { get; init; }

    /// <summary>What they sign in with: see <see cref="SignInNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>What colleagues see.</summary>
    public required string DisplayName { get; init; }

    public required ModeratorRole Role { get; init; }

    /// <summary>The sites they may see, in the order of their ids. An admin sees every site, whatever stands here.</summary>
    public required IReadOnlyList<SiteId> Sites { get; init; }

    /// <summary>A second factor is set up and asked for.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>They have to choose a password of their own before anything else.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Since when they cannot sign in; null when they can.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>How the console shows itself to them, as JSON that only the console reads; null means the defaults.</summary>
    public string? Preferences { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How they stand in the audit trail and in events: a pseudonym.</summary>
    public string Actor => $"moderator:{ModeratorId:D}";

    public bool IsAdmin => Role == ModeratorRole.Admin;

    /// <summary>Whether they may see and decide what belongs to a site.</summary>
    public bool MaySee(SiteId site) => IsAdmin || Sites.Contains(site);
}
