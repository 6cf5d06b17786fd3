using Moderation.Sites;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>The sites a page beside the queue can be opened for, and the one it is open for.</summary>
public sealed class SideSites
{
    internal SideSites(IReadOnlyList<Site> all, Site? current) => (All, Current) = (all, current);

    internal IReadOnlyList<Site> All { get; }

    /// <summary>Null when there is no such site, or it is not theirs.</summary>
    internal Site? Current { get; }

    /// <summary>The query that opens another page for the same site.</summary>
    internal string Query => Current is { } shown ? $"?site={shown.Id}" : "";
}
