namespace Moderation.Scoring;

/// <summary>The models that ship with the product.</summary>
public enum ShippedModel
{
    /// <summary>Words and sentences: one to six milliseconds a comment, by its length.</summary>
    Sentences,

    /// <summary>Words alone: a few microseconds a comment, and blind to what needs no bad word.</summary>
    Words,
}
