using Moderation.Scoring.Text;

namespace Moderation.Scoring.Features;

/// <summary>Turns a text into features: normalise, words with repairs, character n-grams, signals. Training and serving call the same methods.</summary>
internal static class Featurizer
{
    /// <summary>Fills the buffer. Unknown words of <paramref name="text"/> are repaired in place on the way (see <see cref="WordRepair"/>).</summary>
    public static void Run(in ScoringInput input, TextBuffer text, Vocabulary vocabulary, FeatureBuffer features)
    {
        Normalization.Run(input.Text, text);
        features.Reset(text.Length);
        WordGrams.Add(text, vocabulary, features);
        if (features.UnknownCount > 0 && WordRepair.Run(text, features.UnknownWords.AsSpan(0, features.UnknownCount), vocabulary))
        {
            features.Reset(text.Length);
            WordGrams.Add(text, vocabulary, features);
        }

        CharGrams.Add(text, features);
        Signals.Add(input, text, features);
    }
}
