using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Moderation.Scoring.Training;

/// <summary>Splits texts by their words, so that the same text always falls on the same side.</summary>
public static class TextSplit
{
    /// <summary>True for every tenth text.</summary>
    public static bool IsValidation(string text) => PercentOf(text) is >= 80 and < 90;

    /// <summary>
    /// SHA-256 of the lower-cased text with runs of white space made one space, modulo 100: below 80 trains, below 90 validates, the rest tests.
    /// </summary>
    public static int PercentOf(string text)
    {
        var words = string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(words));
        return (int)(new BigInteger(hash, isUnsigned: true, isBigEndian: true) % 100);
    }
}
