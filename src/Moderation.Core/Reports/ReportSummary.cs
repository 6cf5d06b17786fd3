namespace Moderation.Reports;

/// <summary>The reports of one submission that nobody has looked at yet.</summary>
internal sealed record ReportSummary
{
    /// <summary>How many; at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>When the first of them came.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>By reason code, the most frequent first.</summary>
    public required IReadOnlyList<(string Reason, int Count)> Reasons { get; init; }

    /// <summary>What readers wrote with them, the first ones, as they wrote it: whoever shows it masks it.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
