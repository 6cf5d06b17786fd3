using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Accounts;

/// <summary>A row of <c>moderator</c>.</summary>
internal sealed record ModeratorRow
{
    public Guid ModeratorId { get; init; }

    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    public required string Role { get; init; }

    public string? PasswordHash { get; init; }

    public byte[]? TotpSealed { get; init; }

    public bool TotpConfirmed { get; init; }

    public long TotpLastStep { get; init; }

    public int FailedTries { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    public bool MustChangePassword { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    public string? Preferences { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public ModeratorWithCredentials ToModerator(IEnumerable<string> sites)
    {
        Moderator moderator = new()
        {
            ModeratorId = ModeratorId,
            Name = Name,
            DisplayName = DisplayName,
            Role = EnumText.Parse<ModeratorRole>(Role),
            Sites = [.. sites.Select(SiteId.Parse)],
            HasSecondFactor = TotpSealed is not null && TotpConfirmed,
            MustChangePassword = MustChangePassword,
            DisabledAt = DisabledAt,
            Preferences = Preferences,
            CreatedAt = CreatedAt,
        };
        return new ModeratorWithCredentials(moderator, new Credentials
        {
            PasswordHash = PasswordHash,
            TotpSealed = TotpSealed,
            IsTotpConfirmed = TotpConfirmed,
            TotpLastStep = TotpLastStep,
            FailedTries = FailedTries,
            LockedUntil = LockedUntil,
        });
    }
}
