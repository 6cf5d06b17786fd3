namespace Moderation.Server.ModeratorConsole;

/// <summary>Who may see what.</summary>
internal static class ConsolePolicies
{
    /// <summary>Anybody signed in, also who still has to choose a password: the own account.</summary>
    public const string SignedIn = "console-signed-in";

    /// <summary>Signed in and ready to work.</summary>
    public const string Moderator = "console-moderator";

    /// <summary>Admins, ready to work.</summary>
    public const string Admin = "console-admin";

    /// <summary>The role as it stands in the claims.</summary>
    public const string AdminRole = "admin";
}
