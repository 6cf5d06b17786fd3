namespace Moderation.Accounts;

/// <summary>What a person with a console account may do. In the store: the lower-case name.</summary>
internal enum ModeratorRole
{
    /// <summary>Reviews the submissions of the sites the account names.</summary>
    Moderator,

    /// <summary>Also sets what governs (sites, keys, people, policies, models), on every site.</summary>
    Admin,
}
