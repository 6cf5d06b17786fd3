namespace Moderation.Review;

/// <summary>What a person, or a site's own program, concluded about a submission. In the store and in JSON: the lower-case name.</summary>
internal enum Decision
{
    /// <summary>May be read.</summary>
    Approve,

    /// <summary>May not be read.</summary>
    Reject,

    /// <summary>Taken out of public view.</summary>
    Remove,

    /// <summary>Put back into public view.</summary>
    Restore,

    /// <summary>The last decision is undone: what it changed stands again.</summary>
    Reopen,
}
