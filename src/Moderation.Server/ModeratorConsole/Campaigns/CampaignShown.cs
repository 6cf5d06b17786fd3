using Moderation.Bulk;
using Moderation.Campaigns;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Campaigns;

/// <summary>One campaign on the page. Components pass it on; what it holds is the console's own.</summary>
public sealed class CampaignShown
{
    internal CampaignShown(CampaignView view) => View = view;

    internal CampaignView View { get; }

    /// <summary>The text the others were compared with; null when it is not there any more.</summary>
    internal Submission? Sample { get; init; }

    /// <summary>The text that is least like it; null when that is the sample itself.</summary>
    internal Submission? MostUnlike { get; init; }

    /// <summary>The decision about all of it that stands; null when there is none.</summary>
    internal BulkDecision? Decision { get; init; }

    /// <summary>What colleagues call who decided.</summary>
    internal string? DecidedBy { get; init; }

    internal DateTimeOffset Now { get; init; }
}
