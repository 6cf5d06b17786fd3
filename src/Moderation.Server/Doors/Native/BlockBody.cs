using System.Text.Json.Serialization;

namespace Moderation.Server.Doors.Native;

/// <summary>Whom a site's own program wants blocked.</summary>
internal sealed record BlockBody
{
    /// <summary><c>subject</c> (a verified author), <c>email</c>, <c>name</c>, <c>network</c>, or <c>reply</c> for the author of a submission. Required.</summary>
    public string? Kind { get; init; }

    /// <summary>Who, as the kind says: the <c>sub</c> of the identity token, an address, a name, a network such as <c>203.0.113.0/24</c>, or the id of a submission. Required.</summary>
    public string? Value { get; init; }

    /// <summary><c>flag</c> or <c>reject</c>, for a network; others do what their kind does.</summary>
    public string? Action { get; init; }

    /// <summary>From when it counts no more; left out: a network for 30 days, an author until the block is lifted.</summary>
    [JsonConverter(typeof(Rfc3339))]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why; addresses in it are masked.</summary>
    public string? Note { get; init; }
}
