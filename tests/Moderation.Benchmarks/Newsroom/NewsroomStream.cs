using Moderation.Scoring;
using Moderation.Scoring.Training;

namespace Moderation.Benchmarks.Newsroom;

/// <summary>
/// Comments as they come to a newsroom, made of those written for this project: some as they are, some with swearing worked in, some that recommend medicine, some about the one topic on which
/// its readers fall out. Two streams of the same newsroom share no comment of the corpus, and the second also has words and sentences that the first never shows.
/// </summary>
internal sealed class NewsroomStream
{
    private readonly Random random;
    private readonly LabelledText[] acceptable;
    private readonly LabelledText[] violating;
    private readonly NewsroomWords words;

    /// <param name="corpus">The half of the seed corpus to draw from.</param>
    /// <param name="seesAll">Whether the stream uses every word there is; else two thirds of them.</param>
    /// <param name="seed">Decides everything random.</param>
    public NewsroomStream(IReadOnlyList<LabelledText> corpus, bool seesAll, int seed)
    {
        random = new Random(seed);
        words = new NewsroomWords(seesAll);
        acceptable = [.. corpus.Where(text => !text.Labels.IsViolating && text.Text.Length >= 40)];
        violating = [.. corpus.Where(text => text.Labels.IsViolating)];
    }

    /// <summary>The next comments with what the house decides about them.</summary>
    public IReadOnlyList<HouseComment> Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    private HouseComment Next() => random.NextDouble() switch
    {
        < 0.28 => HouseComment.Accepted(Pick(acceptable).Text, differs: false),
        < 0.45 => Violating(Pick(violating)),
        < 0.65 => HouseComment.Accepted(Swearing(Pick(acceptable).Text), differs: true),
        < 0.82 => HouseComment.Rejected(Joined(Pick(acceptable).Text, words.Medicine(random)), "advertising", differs: true),
        < 0.91 => HouseComment.Rejected(Joined(Pick(acceptable).Text, words.Hostile(random)), null, differs: true),
        _ => HouseComment.Accepted(Joined(Pick(acceptable).Text, words.Neutral(random)), differs: false),
    };

    private static HouseComment Violating(LabelledText text) => HouseComment.Rejected(text.Text, ReasonOf(text.Labels), differs: false);

    private static string ReasonOf(LabelSet labels) =>
        labels[Category.Spam] is true ? "spam"
        : labels[Category.IdentityAttack] is true ? "hate"
        : labels[Category.Threat] is true ? "harassment"
        : labels[Category.Insult] is true ? "abusive"
        : "offensive";

    private string Joined(string text, string sentence) => random.Next(3) switch
    {
        0 => sentence,
        1 => $"{sentence} {text}",
        _ => $"{text} {sentence}",
    };

    // Before a longer word, at the end, or both.
    private string Swearing(string text)
    {
        string[] parts = text.Split(' ');
        int[] places = [.. Enumerable.Range(1, parts.Length - 1).Where(place => parts[place].Length >= 4 && parts[place].All(char.IsLetter))];
        int how = random.Next(3);
        if (how != 1 && places.Length > 0)
        {
            int place = places[random.Next(places.Length)];
            parts[place] = $"{words.Swear(random)} {parts[place]}";
        }

        return how == 0 && places.Length > 0 ? string.Join(' ', parts) : $"{string.Join(' ', parts)} {words.Outcry(random)}";
    }

    private T Pick<T>(T[] all) => all[random.Next(all.Length)];
}
