namespace Moderation.Scoring;

/// <summary>A model file cannot be used; the message says in one sentence what is wrong with it.</summary>
public sealed class ModelFormatException : Exception
{
    public ModelFormatException()
        : this("The model file cannot be read.")
    {
    }

    public ModelFormatException(string message)
        : base(message)
    {
    }

    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
