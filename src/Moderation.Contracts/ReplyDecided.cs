namespace Moderation.Contracts;

/// <summary>
/// One change of a submission's state, announced on <c>moderation.reply-decided</c> with routing key <c>{site}.{state}</c>.
/// It carries no author and no text. The order of the members is the order on the wire.
/// </summary>
public sealed record ReplyDecided
{
    /// <summary>Equal on every redelivery of the same event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The submission, together with <see cref="Site"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>Counts the changes of this submission from 1; a receiver ignores a lower one than it has seen.</summary>
    public required int Version { get; init; }

    /// <summary>The site of the submission.</summary>
    public required string Site { get; init; }

    /// <summary>The page it belongs to.</summary>
    public required DecidedPage Page { get; init; }

    /// <summary>The state now: <c>flagged</c>, <c>approved</c>, <c>rejected</c>, <c>removed</c> or <c>erased</c>.</summary>
    public required string State { get; init; }

    /// <summary>The state before.</summary>
    public required string PreviousState { get; init; }

    /// <summary>What the policy concluded: <c>approve</c>, <c>flag</c>, <c>reject</c>; null when a person decided.</summary>
    public string? Verdict { get; init; }

    /// <summary>Stable reason codes.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>A pseudonym: <c>policy:{version}</c>, <c>moderator:{id}</c>, <c>site</c>, <c>author</c> or <c>system</c>.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>When the state changed.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>From when the public may see the change; a person's decision can be undone until then.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>SHA-256 of the model that scored it; null when it was never scored.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The version of the site's policy that judged it; null when it was never judged.</summary>
    public int? PolicyVersion { get; init; }

    /// <summary>True for a submission made with a test key; absent otherwise.</summary>
    public bool? Test { get; init; }
}

/// <summary>The page of a <see cref="ReplyDecided"/> event.</summary>
public sealed record DecidedPage
{
    /// <summary>The page's current address.</summary>
    public required string Url { get; init; }

    /// <summary>The website's own name for the page, if it gave one.</summary>
    public string? Id { get; init; }
}
