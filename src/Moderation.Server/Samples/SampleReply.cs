using Moderation.Contracts;

namespace Moderation.Server.Samples;

/// <summary>One sample submission with what it really is.</summary>
internal sealed record SampleReply
{
    /// <summary>The submission as a website would send it, without a site: the route names it.</summary>
    public required SubmitReply Reply { get; init; }

    /// <summary>What it really is.</summary>
    public required SampleLabel Label { get; init; }

    /// <summary>The sort within the label, such as <c>question</c>, <c>casino</c> or <c>threat</c>.</summary>
    public required string Kind { get; init; }
}
