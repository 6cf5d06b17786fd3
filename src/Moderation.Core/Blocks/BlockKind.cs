namespace Moderation.Blocks;

/// <summary>What a block recognises. In the store and in JSON: the lower-case name.</summary>
internal enum BlockKind
{
    /// <summary>An author the website vouches for, by the <c>sub</c> of the identity token. Only this kind refuses an author for who it is.</summary>
    Subject,

    /// <summary>An address somebody typed without being vouched for. It can only flag: anyone can type Ana's address.</summary>
    Email,

    /// <summary>A name somebody typed without being vouched for. It can only flag.</summary>
    Name,

    /// <summary>A network.</summary>
    Network,
}
