namespace Moderation.Accounts;

/// <summary>What proves that somebody is a moderator, as stored. Read to check a sign-in, and for nothing else.</summary>
internal sealed record Credentials
{
    /// <summary>Null: this person signs in through the organisation's own sign-in only.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Null: no second factor was begun.</summary>
    public byte[]? TotpSealed { get; init; }

    /// <summary>The person has shown that their app makes the right codes; from then on it is asked for.</summary>
    public bool IsTotpConfirmed { get; init; }

    /// <summary>The last time step that was accepted: no code counts twice.</summary>
    public long TotpLastStep { get; init; }

    /// <summary>Wrong tries since the last right one.</summary>
    public int FailedTries { get; init; }

    /// <summary>Until when every try is refused; null when none is.</summary>
    public DateTimeOffset? LockedUntil { get; init; }
}

/// <summary>A person with what proves it.</summary>
internal sealed record ModeratorWithCredentials(Moderator Moderator, Credentials Credentials);
