using System.Security.Cryptography;
using Moderation.Privacy;
using OtpNet;

namespace Moderation.Accounts;

/// <summary>Time-based one-time codes (RFC 6238: SHA-1, 30 seconds, 6 digits, what every authenticator app reads) and the recovery codes for a lost phone.</summary>
internal sealed class SecondFactor(EmailSealer sealer, SiteKeys keys, RandomNumberGenerator random)
{
    /// <summary>How many recovery codes are given out at once.</summary>
    public const int RecoveryCodes = 10;

    private const string Kind = "totp";
    private const int SecretBytes = 20;
    private const int RecoveryBytes = 10;
    private const string Issuer = "Moderation";

    /// <summary>One step either way: phones' clocks differ by some seconds.</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>A new secret, sealed for the person who will own it.</summary>
    public byte[] NewSealedSecret(Guid moderatorId)
    {
        byte[] secret = new byte[SecretBytes];
        random.GetBytes(secret);
        return sealer.SealSecret(Kind, moderatorId, secret);
    }

    /// <summary>The secret as people type it into an app: base32.</summary>
    public string Shown(Guid moderatorId, byte[] sealedSecret) => Base32Encoding.ToString(sealer.OpenSecret(Kind, moderatorId, sealedSecret)).TrimEnd('=');

    /// <summary>What an authenticator app reads from a QR code.</summary>
    public string ProvisioningUri(Guid moderatorId, byte[] sealedSecret, string name) =>
        new OtpUri(OtpType.Totp, sealer.OpenSecret(Kind, moderatorId, sealedSecret), name, Issuer).ToString();

    /// <summary>The time step of a right code; null for a wrong one, and for one of a step that was used before.</summary>
    public long? StepOf(Guid moderatorId, byte[] sealedSecret, string code, long lastStep, DateTimeOffset now)
    {
        string digits = string.Concat(code.Where(char.IsAsciiDigit));
        Totp totp = new(sealer.OpenSecret(Kind, moderatorId, sealedSecret));
        return totp.VerifyTotp(now.UtcDateTime, digits, out long step, Window) && step > lastStep ? step : null;
    }

    /// <summary>New recovery codes, to be shown once.</summary>
    public IReadOnlyList<string> NewRecoveryCodes() => [.. Enumerable.Range(0, RecoveryCodes).Select(_ => NewRecoveryCode())];

    /// <summary>What is stored of a recovery code. Hyphens, spaces and case do not matter.</summary>
    public byte[] HashRecoveryCode(Guid moderatorId, string code) =>
        keys.Hash($"recovery:{moderatorId:D}:{string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant()}");

    private string NewRecoveryCode()
    {
        byte[] bytes = new byte[RecoveryBytes];
        random.GetBytes(bytes);
        string text = Base32Encoding.ToString(bytes);
        return string.Join('-', text.Chunk(4).Select(chunk => new string(chunk)));
    }
}
