namespace Moderation.Privacy;

/// <summary>What a master of the key ring is for. In the file: the lower-camel-case name.</summary>
internal enum KeyPurpose
{
    /// <summary>Finding an address or an author again without being able to read it.</summary>
    Lookup,

    /// <summary>Hashing the visitor's network, with a salt that changes every day.</summary>
    Network,

    /// <summary>API keys, author tokens and public site keys.</summary>
    Credential,

    /// <summary>Recognising the same text and the same submission.</summary>
    Text,
}
