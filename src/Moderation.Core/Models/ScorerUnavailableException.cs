namespace Moderation.Models;

/// <summary>No model is loaded: nothing can be scored now.</summary>
public sealed class ScorerUnavailableException : Exception
{
    public ScorerUnavailableException()
        : base("No model is loaded.")
    {
    }

    public ScorerUnavailableException(string message)
        : base(message)
    {
    }

    public ScorerUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
