namespace Moderation.Privacy;

/// <summary>The key ring cannot be used. The message says in a sentence what is wrong and what to do; it never holds a key.</summary>
internal sealed class KeyRingException : Exception
{
    /// <summary>With the sentence that the operator reads.</summary>
    public KeyRingException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence that the operator reads and what the system said.</summary>
    public KeyRingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
