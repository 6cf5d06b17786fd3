namespace Moderation.Review;

/// <summary>
/// Why a moderator rejects or removes. The codes are those moderators know from Coral; they stand in the audit trail, in events and in labels, so one may be added and none is
/// renamed. What a model learns from each is in <see cref="Labels.LabelReasons"/>.
/// </summary>
internal sealed record DecisionReason
{
    /// <summary>The stable code.</summary>
    public required string Code { get; init; }

    /// <summary>What moderators read.</summary>
    public required string Title { get; init; }

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
        new() { Code = "misinformation", Title = "Misinformation" },
        new() { Code = "irrelevant", Title = "Not about the topic" },
        new() { Code = "banned_word", Title = "Banned word" },
        new() { Code = "other", Title = "Another reason" },
    ];
}
