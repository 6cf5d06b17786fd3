using Moderation.Pages;
using Moderation.Submissions;

namespace Moderation.Judging;

/// <summary>A submission to judge, with what its verdict depends on besides the text.</summary>
internal sealed record Candidate
{
    public required Submission Submission { get; init; }

    public required Page Page { get; init; }

    /// <summary>The parent it named is not a submission of the page.</summary>
    public bool IsParentUnknown { get; init; }

    /// <summary>The trace it came with, as <c>traceparent</c>; null without one.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Not stored yet: others of the same batch that came before it are not in the store either and have to be counted beside it.</summary>
    public bool IsNew { get; init; }
}
