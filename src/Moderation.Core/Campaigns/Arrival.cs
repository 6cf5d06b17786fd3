using Moderation.Submissions;

namespace Moderation.Campaigns;

/// <summary>A submission that was judged, as far as it may belong to a campaign.</summary>
internal sealed class Arrival
{
    public required SubmissionKey Key { get; init; }

    public required WordSketch Sketch { get; init; }

    /// <summary>The domains it links to that no approved comment of the site links to, shorteners left out: many lead through those, to many places.</summary>
    public IReadOnlyList<string> UnseenDomains { get; init; } = [];

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Which look of its <see cref="ArrivalWindow"/> has compared it last.</summary>
    public long LastLook { get; set; }
}
