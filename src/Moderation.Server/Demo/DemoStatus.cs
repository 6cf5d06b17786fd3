namespace Moderation.Server.Demo;

/// <summary>What became of the reply that the reader has just sent: <c>?reply=</c> on the way back to the page.</summary>
internal enum DemoStatus
{
    /// <summary>It is on the page.</summary>
    Approved,

    /// <summary>A moderator will look, or the verdict was not there yet.</summary>
    Waiting,

    /// <summary>It is not published; a moderator can restore it.</summary>
    Refused,
}
