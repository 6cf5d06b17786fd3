namespace Moderation.Scoring;

/// <summary>The models that ship with the product.</summary>
public enum ShippedModel
{
    /// <summary>Words and sentences: about a millisecond a comment.</summary>
    Sentences,

    /// <summary>Words alone: a few microseconds a comment, and blind to what needs no bad word.</summary>
    Words,
}
