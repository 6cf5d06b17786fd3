namespace Moderation.Inbound;

/// <summary>Why a message of the queue was refused, beside the codes of the reader and the validator.</summary>
internal static class InboundCodes
{
    /// <summary>Larger than a message may be.</summary>
    public const string TooLarge = "too_large";

    /// <summary>An envelope of another message type.</summary>
    public const string UnknownType = "unknown_type";

    /// <summary>No site has this id.</summary>
    public const string SiteUnknown = "site_unknown";

    /// <summary>Another content has this id.</summary>
    public const string IdTaken = "id_taken";

    /// <summary>Judging it failed for a reason of our own; the log has more.</summary>
    public const string Fault = "fault";
}
