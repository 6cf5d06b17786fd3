using Moderation.Sites;

namespace Moderation.Intake;

/// <summary>What the validator needs to know beside the reply itself.</summary>
internal sealed record ReplyContext
{
    /// <summary>When the service received the reply; UTC, microseconds.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The site of the route, which the message may leave out or repeat; null on the queue, where the message must name it.</summary>
    public SiteId? RouteSite { get; init; }

    /// <summary>Says whether a site wants an e-mail address with every reply. The default is that none does.</summary>
    public Func<SiteId, bool> RequiresEmail { get; init; } = static _ => false;
}
