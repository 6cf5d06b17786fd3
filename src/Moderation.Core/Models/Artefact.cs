using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Moderation.Scoring;

namespace Moderation.Models;

/// <summary>Reads what the registry keeps: bytes count only when they are those of their name.</summary>
internal static class Artefact
{
    /// <summary>Loads an artefact after its hash was checked. False with a sentence when it is not there, was changed, or cannot be read by this program.</summary>
    public static bool TryLoad(byte[]? bytes, string sha256, [NotNullWhen(true)] out Model? model, out string problem)
    {
        model = null;
        problem = "";
        if (bytes is not { Length: > 0 })
        {
            problem = "it is not kept any more";
        }
        else if (Convert.ToHexStringLower(SHA256.HashData(bytes)) is var found && found != sha256)
        {
            problem = $"its bytes have hash {found[..12]}, so they were changed since it was registered";
        }
        else
        {
            try
            {
                model = Model.Load(bytes);
            }
            catch (ModelFormatException unreadable)
            {
                problem = $"this program cannot read it ({unreadable.Message.TrimEnd('.')})";
            }
        }

        return model is not null;
    }
}
