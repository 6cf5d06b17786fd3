using System.Text;

namespace Moderation.Search;

/// <summary>What of a query the index of words can answer: it names the submissions that are looked at, and the conditions decide about them. Pure.</summary>
internal static class SearchWords
{
    /// <summary>Phrases that have to stand there, and phrases whose last word may go on: of an author's name the beginning of a word is enough.</summary>
    public static (IReadOnlyList<IReadOnlyList<string>> Words, IReadOnlyList<IReadOnlyList<string>> Beginnings) Of(SearchQuery query)
    {
        // A host stands in the index as the words between its dots. One with letters of other alphabets has another form in the text than here.
        IReadOnlyList<string> host = query.Domain is { } domain && !domain.Contains("xn--", StringComparison.Ordinal) ? In(domain) : [];
        IReadOnlyList<string> author = query.Author is { } name ? In(name) : [];
        return ([.. query.Words, .. host.Count > 0 ? [host] : Array.Empty<IReadOnlyList<string>>()], author.Count > 0 ? [author] : []);
    }

    /// <summary>Letters and digits in runs, as the indexes have them.</summary>
    public static IReadOnlyList<string> In(string value)
    {
        StringBuilder cleaned = new(value.Length);
        foreach (char sign in value)
        {
            cleaned.Append(char.IsLetterOrDigit(sign) ? char.ToLowerInvariant(sign) : ' ');
        }

        return cleaned.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
