using Moderation.Models;
using Moderation.Policies;

namespace Moderation.Judging;

/// <summary>
/// What the text alone says, gathered in one way for a stored submission, for a text that somebody asks about and on the command line: the same text has the same reasons
/// at every door. Pure.
/// </summary>
internal static class TextEvidence
{
    /// <summary>Puts together what is known of a text.</summary>
    /// <param name="text">The text as written.</param>
    /// <param name="score">Its scores; null when it could not be scored.</param>
    /// <param name="links">Its links, classified.</param>
    /// <param name="words">The entries of word lists in it.</param>
    public static Evidence Of(string text, ScoreResult? score, IReadOnlyList<LinkSpan> links, IReadOnlyList<WordMatch> words) => new()
    {
        Scores = score?.Scored,
        Explain = score?.Explain,
        IsSiteModel = score?.IsSiteModel == true,
        Links = links,
        Words = words,
        PersonalData = PersonalDataFinder.Find(text, links),
    };
}
