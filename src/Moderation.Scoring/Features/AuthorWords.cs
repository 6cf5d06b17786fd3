namespace Moderation.Scoring.Features;

/// <summary>What the author typed as name and web address: their words, and pieces of four letters, because shops and domains are written together.</summary>
internal static class AuthorWords
{
    /// <summary>Room for this many features; a longer name or address is cut, its beginning says enough.</summary>
    public const int MaxFeatures = 128;

    private const int MaxChars = 96;
    private const int PieceChars = 4;
    private const uint NameSalt = 0x6E616D65;
    private const uint UrlSalt = 0x75726C00;
    private const uint PieceSalt = 0x70696563;

    /// <summary>Adds the features and answers the number of words in the name.</summary>
    public static int Add(in ScoringInput input, FeatureBuffer features)
    {
        var words = Add(Cut(input.AuthorName), NameSalt, features);
        _ = Add(Cut(input.AuthorUrl), UrlSalt, features);
        return words;
    }

    private static ReadOnlySpan<char> Cut(string? text) => text.AsSpan(0, Math.Min(text?.Length ?? 0, MaxChars));

    private static int Add(ReadOnlySpan<char> text, uint salt, FeatureBuffer features)
    {
        var words = 0;
        var start = 0;
        for (var index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && char.IsLetterOrDigit(text[index]))
            {
                continue;
            }

            if (index > start)
            {
                words++;
                AddWord(text[start..index], salt, features);
            }

            start = index + 1;
        }

        return words;
    }

    private static void AddWord(ReadOnlySpan<char> word, uint salt, FeatureBuffer features)
    {
        var hash = salt;
        for (var index = 0; index < word.Length; index++)
        {
            hash = FeatureSpace.Append(hash, char.ToLowerInvariant(word[index]));
        }

        features.AddAuthor(FeatureSpace.AuthorBucket(hash));
        // Pieces are shared between name and address: a domain often spells the name.
        for (var index = 0; index + PieceChars < word.Length; index++)
        {
            hash = PieceSalt;
            foreach (var c in word.Slice(index, PieceChars))
            {
                hash = FeatureSpace.Append(hash, char.ToLowerInvariant(c));
            }

            features.AddAuthor(FeatureSpace.AuthorBucket(hash));
        }
    }
}
