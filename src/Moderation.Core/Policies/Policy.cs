namespace Moderation.Policies;

/// <summary>
/// What a site wants: one version of its policy, stored as a JSON document. A member that a document leaves out has the value written here,
/// so that <c>{}</c> is the default policy.
/// </summary>
internal sealed record Policy
{
    /// <summary>The policy of a site that never changed anything.</summary>
    public static Policy Default { get; } = new();

    /// <summary>Whether people look before or after the public does; a page can ask for more, not for less.</summary>
    public ModerationMode Mode { get; init; } = ModerationMode.PostModeration;

    /// <summary>The site's own thresholds; what is null there comes from the model's card.</summary>
    public PolicyThresholds Thresholds { get; init; } = new();

    /// <summary>A text with this many links or more is flagged, unless its author is trusted. At least 1.</summary>
    public int MaxLinks { get; init; } = 2;

    /// <summary>Domains to which anybody may link, with everything below them; links to them are not counted. Null: none.</summary>
    public IReadOnlyList<string>? AllowedDomains { get; init; }

    /// <summary>True to flag a link of a shortener, unless its author is trusted. It hides where it leads.</summary>
    public bool FlagsShorteners { get; init; } = true;

    /// <summary>True to flag a link to a domain with letters beyond ASCII, unless its author is trusted. It may look like another.</summary>
    public bool FlagsPunycode { get; init; } = true;

    /// <summary>True to flag a link to a domain that no approved comment of the site links to, unless its author is trusted. Off: it is noted only.</summary>
    public bool FlagsUnseenDomains { get; init; }

    /// <summary>True to flag texts with e-mail addresses, telephone or account numbers, which protects the people they belong to.</summary>
    public bool FlagsPersonalData { get; init; } = true;

    /// <summary>The evasion (0 to 1) at or above which a text is flagged for its disguised words.</summary>
    public double EvasionThreshold { get; init; } = 0.8;

    /// <summary>What happens to text that the model does not understand.</summary>
    public NotUnderstoodChoice NotUnderstood { get; init; } = NotUnderstoodChoice.Flag;

    /// <summary>True to reject near-certain abuse without a person. Off unless a site chooses it.</summary>
    public bool RejectsAbuse { get; init; }

    /// <summary>
    /// True to flag a text because it is obscene. Off unless a site chooses it: friends swear at their football team, and what insults, threatens or attacks somebody
    /// has categories of its own. The score and its reason are kept either way.
    /// </summary>
    public bool FlagsProfanity { get; init; }

    /// <summary>How much one author or one network may send.</summary>
    public FloodLimits Flood { get; init; } = new();

    /// <summary>What the past of a verified author has to do with a verdict.</summary>
    public AuthorLimits Authors { get; init; } = new();

    /// <summary>When the same text is a duplicate or a campaign.</summary>
    public DuplicateLimits Duplicates { get; init; } = new();

    /// <summary>What reports of readers may do without a person.</summary>
    public ReportLimits Reports { get; init; } = new();

    /// <summary>What the house asks of comments, in its own words, for moderators to read beside a card; the policy itself does not read it. Null: nothing is written.</summary>
    public string? HouseRules { get; init; }

    /// <summary>The share (0 to 1) of submissions that people are willing to review; suggested thresholds are derived from it.</summary>
    public double ReviewBudget { get; init; } = 0.08;
}
