namespace Moderation.Intake;

/// <summary>Why a message or one of its items was refused, as a stable code.</summary>
internal static class RefusalCodes
{
    /// <summary>Not JSON, not UTF-8, nested too deeply, or a text with half a surrogate pair: no more can be said about it.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Readable, and one or more members are missing or wrong; the errors name them.</summary>
    public const string Invalid = "invalid";
}
