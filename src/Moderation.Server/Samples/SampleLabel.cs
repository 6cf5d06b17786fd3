namespace Moderation.Server.Samples;

/// <summary>What a person would say about a sample reply. It is the author's word, never a model's.</summary>
internal enum SampleLabel
{
    /// <summary>Fit to be published, however heated.</summary>
    Acceptable,

    /// <summary>Advertising, fraud, or a link that is there for its own sake.</summary>
    Spam,

    /// <summary>Insults, threats, harassment, hatred of a group.</summary>
    Abusive,
}
