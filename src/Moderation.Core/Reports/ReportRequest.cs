using System.Net;
using Moderation.Submissions;

namespace Moderation.Reports;

/// <summary>A reader's complaint about a comment.</summary>
internal sealed record ReportRequest
{
    /// <summary>The longest note.</summary>
    public const int MaxNoteChars = 500;

    public required SubmissionKey Key { get; init; }

    /// <summary>A code of <see cref="ReportReason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>The reader's own words, clean; addresses in it are masked before it is stored.</summary>
    public string? Note { get; init; }

    /// <summary>Where the reader is; null where nobody says, which makes all such reports of one comment one.</summary>
    public required IPAddress? Network { get; init; }
}

/// <summary>What became of a report.</summary>
internal enum ReportOutcome
{
    /// <summary>It is stored, or was before: who reports twice is told the same.</summary>
    Received,

    /// <summary>The public reads no such comment.</summary>
    Unknown,

    /// <summary>The network has reported as much as it may today.</summary>
    TooMany,
}
