using Microsoft.IdentityModel.Tokens;

namespace Moderation.Authors;

/// <summary>An identity key, ready to check signatures with.</summary>
/// <param name="Kid">Its name.</param>
/// <param name="Algorithm">The one algorithm it is for, as tokens name it: <c>HS256</c> or <c>ES256</c>.</param>
/// <param name="Key">The secret or the public key.</param>
internal sealed record VerifyingKey(string Kid, string Algorithm, SecurityKey Key);
