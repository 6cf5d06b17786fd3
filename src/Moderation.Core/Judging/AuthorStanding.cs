namespace Moderation.Judging;

/// <summary>What speaks for or against the author of a submission. By itself nothing does.</summary>
internal sealed record AuthorStanding
{
    /// <summary>Nobody vouches for the author, and no block has the name or address.</summary>
    public static readonly AuthorStanding Nobody = new();

    /// <summary>A verified author who is blocked.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>An unverified one whose name or address is that of a blocked author.</summary>
    public bool ResemblesBlocked { get; init; }

    /// <summary>A verified author with enough approved submissions and no rejected one.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>How many submissions of a verified author were approved; null when nobody vouches for the author.</summary>
    public int? Approved { get; init; }

    /// <summary>How many submissions of a verified author were decided within the window of the rate.</summary>
    public int Decisions { get; init; }

    /// <summary>How many of these were rejected.</summary>
    public int Rejections { get; init; }
}
