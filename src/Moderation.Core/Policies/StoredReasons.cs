namespace Moderation.Policies;

/// <summary>The reasons as a submission's row keeps them.</summary>
internal static class StoredReasons
{
    /// <summary>The codes, each once, in the order of the rules; none for a row without a verdict.</summary>
    public static IReadOnlyList<string> Codes(string? reasonsJson) => [.. PolicyJson.ReadReasons(reasonsJson).Select(reason => reason.Code).Distinct()];
}
