namespace Moderation.Feedback;

/// <summary>How a key was used at the doors of other services in one month for one host.</summary>
internal sealed record KeyUsage
{
    public required Guid KeyId { get; init; }

    /// <summary><c>2026-11</c>, of UTC.</summary>
    public required string Month { get; init; }

    /// <summary>The host of the client's site, lower case; empty when it named none.</summary>
    public required string Host { get; init; }

    /// <summary>Texts that were judged.</summary>
    public long Calls { get; init; }

    /// <summary>Answered as spam.</summary>
    public long Spam { get; init; }

    /// <summary>Answered as no spam.</summary>
    public long Acceptable { get; init; }

    /// <summary>Reported as spam that was missed.</summary>
    public long MissedSpam { get; init; }

    /// <summary>Reported as taken for spam wrongly.</summary>
    public long FalsePositives { get; init; }
}
