using System.Net;
using Moderation.Authors;
using Moderation.Policies;

namespace Moderation.Intake;

/// <summary>Who sent a reply, as far as it is known.</summary>
internal sealed record Sender
{
    /// <summary>Nobody in particular, from nowhere.</summary>
    public static readonly Sender Unknown = new();

    /// <summary>The visitor's address; null when it is not known. It is hashed and then forgotten.</summary>
    public IPAddress? Network { get; init; }

    /// <summary>What a block of that network asks for; null when it is not blocked.</summary>
    public Verdict? NetworkBlock { get; init; }

    /// <summary>The author the website vouches for; null when it vouches for none.</summary>
    public VerifiedAuthor? Author { get; init; }

    /// <summary>What is wrong with <c>author.identity</c>, in a sentence; null when nothing is. Such a reply is refused: taken as unverified it would hide that something is set up wrongly.</summary>
    public string? Refusal { get; init; }
}
