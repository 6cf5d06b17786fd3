using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Moderation.Accounts;

/// <summary>Hashes and checks passwords with ASP.NET Core Identity's hasher (PBKDF2 with HMAC-SHA-512, salted, the count of iterations in the hash).</summary>
internal sealed class Passwords
{
    public const int MinChars = 10;

    public const int MaxChars = 256;

    /// <summary>OWASP's password storage cheat sheet asks for at least 210,000 with HMAC-SHA-512.</summary>
    private const int Iterations = 210_000;

    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly string hashOfNobody;

    public Passwords() => hashOfNobody = hasher.HashPassword(Nobody, Guid.CreateVersion7(DateTimeOffset.UnixEpoch).ToString("N"));

    /// <summary>What is wrong with a new password, in a sentence; null when it will do.</summary>
    public static string? Problem(string? password, string name) => password switch
    {
        null or "" => "A password is needed.",
        { Length: < MinChars } => $"A password has at least {MinChars} characters.",
        { Length: > MaxChars } => $"A password has at most {MaxChars} characters.",
        _ when password.Contains(name, StringComparison.OrdinalIgnoreCase) => "The password must not contain the name.",
        _ when password.Distinct().Count() < 4 => "The password repeats too few characters.",
        _ => null,
    };

    /// <summary>A first password for somebody who then chooses their own: 16 characters.</summary>
    public static string NewFirst() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));

    /// <summary>What is stored of a password.</summary>
    public string Hash(string password) => hasher.HashPassword(Nobody, password);

    /// <summary>Whether the password is the one that was hashed. Without a hash it takes as long and is false, so that time does not tell which names exist.</summary>
    public bool Matches(string? hash, string password) =>
        hasher.VerifyHashedPassword(Nobody, hash ?? hashOfNobody, password.Length <= MaxChars ? password : "") != PasswordVerificationResult.Failed && hash is not null;
}
