namespace Moderation.Authors;

/// <summary>How a website signs identity tokens. A key is for one of them and for no other. In the store: the lower-case name.</summary>
internal enum IdentityAlgorithm
{
    /// <summary>HMAC with SHA-256 and a secret that both sides keep.</summary>
    Hs256,

    /// <summary>ECDSA on P-256 with SHA-256; only the public key is kept here.</summary>
    Es256,
}
