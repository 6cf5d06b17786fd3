namespace Moderation.Messaging;

/// <summary>The headers that say why a message is in an error queue.</summary>
internal static class ErrorHeaders
{
    /// <summary>A stable code: <c>unreadable</c>, <c>invalid</c>, <c>too_large</c>, <c>unknown_type</c>, <c>site_unknown</c>, <c>id_taken</c>, <c>fault</c> …</summary>
    public const string Code = "moderation-code";

    /// <summary>Member paths, separated by commas.</summary>
    public const string Members = "moderation-members";

    /// <summary>What is wrong, in a sentence that repeats nothing of the message; only where the member does not say it.</summary>
    public const string Detail = "moderation-detail";

    /// <summary>The position in <c>items</c> of the message it was part of.</summary>
    public const string Item = "moderation-item";

    /// <summary>When it was refused, RFC 3339.</summary>
    public const string At = "moderation-at";

    /// <summary>True for a header that the way through the broker and the error queue left on a message; taken off before it is sent in again.</summary>
    public static bool IsOurs(string name) =>
        name.StartsWith("moderation-", StringComparison.Ordinal) || name.StartsWith("MT-Fault", StringComparison.Ordinal) || name.StartsWith("MT-Reason", StringComparison.Ordinal)
        || name.StartsWith("x-", StringComparison.Ordinal);
}
