namespace Moderation.Review;

/// <summary>
/// Why a moderator rejects or removes. The codes are those moderators know from Coral; they stand in the audit trail, in events and in labels, so one may be added and none is
/// renamed.
/// </summary>
internal sealed record DecisionReason
{
    /// <summary>The stable code.</summary>
    public required string Code { get; init; }

    /// <summary>What moderators read.</summary>
    public required string Title { get; init; }

    /// <summary>The decision says something about the text, from which a model may learn. Not so where it is about the place or the rules of the house.</summary>
    public bool IsLabel { get; init; } = true;

    /// <summary>Every reason, in the order in which they are offered.</summary>
    public static readonly IReadOnlyList<DecisionReason> All =
    [
        new() { Code = "offensive", Title = "Offensive language" },
        new() { Code = "abusive", Title = "Abuse of a person" },
        new() { Code = "spam", Title = "Spam" },
        new() { Code = "harassment", Title = "Harassment or threat" },
        new() { Code = "hate", Title = "Hate towards a group" },
        new() { Code = "advertising", Title = "Advertising" },
        new() { Code = "illegal", Title = "Against the law" },
        new() { Code = "misinformation", Title = "Misinformation", IsLabel = false },
        new() { Code = "irrelevant", Title = "Not about the topic", IsLabel = false },
        new() { Code = "banned_word", Title = "Banned word" },
        new() { Code = "other", Title = "Another reason", IsLabel = false },
    ];

    /// <summary>Whether a decision with this reason labels the text. An unknown code of a site's own program does not.</summary>
    public static bool Labels(string? code) => code is null || All.Any(reason => reason.Code == code && reason.IsLabel);
}
