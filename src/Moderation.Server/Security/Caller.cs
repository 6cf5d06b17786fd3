using Moderation.Sites;

namespace Moderation.Server.Security;

/// <summary>Who sent a request, after the key was checked.</summary>
internal sealed record Caller
{
    /// <summary>The site the request is about; the key belongs to it.</summary>
    public required Site Site { get; init; }

    /// <summary>The API key; null for a reader who came with the public site key.</summary>
    public ApiKey? Key { get; init; }

    /// <summary>True for a website's own server: it vouches for the visitor's address and time. False for a browser.</summary>
    public bool IsServer => Key is not null;

    /// <summary>True for a test key: judged, never public, never a label.</summary>
    public bool IsTest => Key?.IsTest ?? false;
}
