using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Moderation.Authors;

/// <summary>
/// What an identity token claims, each with the type it must have: a library that makes a text of a number would let <c>42</c> and <c>"42"</c> be the same author or not,
/// as the sender's language likes. Unknown claims are ignored.
/// </summary>
internal sealed record IdentityClaims
{
    private static readonly JsonDocumentOptions OneOfEach = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public string? Subject { get; private init; }

    public string? Name { get; private init; }

    public string? Page { get; private init; }

    /// <summary>For which sites it is.</summary>
    public IReadOnlyList<string> Audiences { get; private init; } = [];

    /// <summary>Seconds since 1970, which may have a fraction, as all times of a token.</summary>
    public double? ExpiresAt { get; private init; }

    public double? NotBefore { get; private init; }

    public double? IssuedAt { get; private init; }

    /// <summary>Null when a claim has another type than it must have or stands there twice.</summary>
    public static IdentityClaims? Read(JsonWebToken token)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), OneOfEach);
            JsonElement claims = document.RootElement;
            _ = Find(claims, "email_verified")?.GetBoolean();
            return new IdentityClaims
            {
                Subject = Find(claims, "sub")?.GetString(),
                Name = Find(claims, "name")?.GetString(),
                Page = Find(claims, "page")?.GetString(),
                Audiences = Find(claims, "aud") is { } audience ? ReadAudiences(audience) : [],
                ExpiresAt = Find(claims, "exp")?.GetDouble(),
                NotBefore = Find(claims, "nbf")?.GetDouble(),
                IssuedAt = Find(claims, "iat")?.GetDouble(),
            };
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string[] ReadAudiences(JsonElement audience) =>
        audience.ValueKind == JsonValueKind.Array ? [.. audience.EnumerateArray().Select(one => one.GetString() ?? "")] : [audience.GetString()!];

    /// <summary>Null when the claim is not there or null.</summary>
    private static JsonElement? Find(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
