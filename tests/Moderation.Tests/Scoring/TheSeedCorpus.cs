using System.Text;
using System.Text.RegularExpressions;
using Moderation.Scoring;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

/// <summary>What the seed corpus promises in its README: enough of every kind, no near-duplicates, halves that share no wording, nobody's address.</summary>
public sealed partial class TheSeedCorpus
{
    private const int CommonFrom = 60;

    private static readonly LabelledText[] All = [.. SeedCorpus.Training, .. SeedCorpus.FunctionalTest];

    private static readonly LabelledText[] AllRounds = [.. All, .. SeedCorpus.LaterFiles.SelectMany(file => file.Texts)];

    [Fact]
    public void There_is_enough_of_every_kind_in_both_halves()
    {
        Assert.True(All.Length >= 10_000, $"{All.Length} comments");
        ILookup<string, LabelledText> kinds = All.ToLookup(text => text.Kind!);
        Assert.All(kinds, kind => Assert.True(kind.Count() >= 120, $"{kind.Key}: {kind.Count()}"));
        Assert.All(kinds, kind => Assert.InRange(kind.Count(text => text.IsForTesting), (kind.Count() / 2) - 1, (kind.Count() / 2) + 1));
        Assert.True(kinds.Count(kind => kind.All(text => Has(text, Category.Spam))) >= 18);
        Assert.True(kinds.Count(kind => kind.All(text => Has(text, Category.Toxicity))) >= 14);
        Assert.True(kinds.Count(kind => !kind.Any(IsViolating)) >= 18);
        Assert.All(kinds, kind => Assert.Single(kind.Select(IsViolating).Distinct()));
        Assert.InRange((double)All.Count(text => !IsViolating(text)) / All.Length, 0.49, 0.55);
        Assert.Equal(All.Length, All.Select(text => text.Id).Distinct().Count());
    }

    [Fact]
    public void Later_rounds_only_train_and_have_the_kinds_of_the_first()
    {
        LabelledText[] later = AllRounds[All.Length..];
        Assert.Equal(9, SeedCorpus.LaterFiles.Count);
        Assert.True(later.Length > 20_000, $"{later.Length} comments");
        Assert.Equal(later.Length, SeedCorpus.LaterRounds.Count);
        Assert.All(later, text => Assert.False(text.IsForTesting, text.Id));
        Assert.Empty(later.Select(text => text.Kind).Except(All.Select(text => text.Kind)));
        Assert.Equal(AllRounds.Length, AllRounds.Select(text => text.Id).Distinct().Count());
    }

    [Fact]
    public void Whoever_is_insulted_or_threatened_is_treated_toxically() =>
        Assert.All(
            AllRounds.Where(text => Has(text, Category.Insult) || Has(text, Category.Threat) || Has(text, Category.IdentityAttack) || Has(text, Category.SevereToxicity)),
            text => Assert.True(Has(text, Category.Toxicity), text.Id));

    [Fact]
    public void No_two_comments_are_near_duplicates_and_no_wording_stands_in_both_halves()
    {
        string[][] words = [.. AllRounds.Select(text => Words(text.Text))];
        HashSet<string>[] four = [.. words.Select(list => Grams(list, 4))];
        HashSet<string>[] three = [.. words.Select(list => Grams(list, 3))];
        Dictionary<string, List<int>> ofFour = Index(four);
        Dictionary<string, List<int>> ofThree = Index(three);
        List<string> faults = [];
        for (int i = 0; i < AllRounds.Length; i++)
        {
            foreach ((int j, int shared) in Shared(four[i], ofFour, i, int.MaxValue))
            {
                if (2 * shared >= Math.Min(four[i].Count, four[j].Count))
                {
                    faults.Add($"{AllRounds[i].Id} is nearly {AllRounds[j].Id}");
                }
            }

            foreach ((int j, int shared) in Shared(three[i], ofThree, i, CommonFrom))
            {
                if (AllRounds[i].IsForTesting != AllRounds[j].IsForTesting && (shared >= 4 || 4 * shared >= Math.Min(three[i].Count, three[j].Count)))
                {
                    faults.Add($"{AllRounds[i].Id} and {AllRounds[j].Id} stand in different halves");
                }
            }
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void Every_address_is_of_a_domain_that_nobody_owns()
    {
        foreach (LabelledText text in AllRounds)
        {
            Assert.All(Host().Matches($"{text.Text} {text.AuthorUrl}"), match => Assert.Matches(@"(^|\.)(example|test|invalid|example\.(com|net|org))\.?$", match.Groups[1].Value.ToLowerInvariant()));
        }
    }

    private static bool Has(LabelledText text, Category category) => text.Labels[category] == true;

    private static bool IsViolating(LabelledText text) => Categories.All.Any(category => category is not (Category.Profanity or Category.LikelyToReject) && Has(text, category));

    private static IEnumerable<(int Other, int Shared)> Shared(HashSet<string> grams, Dictionary<string, List<int>> index, int i, int commonFrom) => grams
        .Select(gram => index[gram])
        .Where(holders => holders.Count < commonFrom)
        .SelectMany(holders => holders.TakeWhile(j => j < i))
        .GroupBy(j => j)
        .Select(group => (group.Key, group.Count()));

    private static Dictionary<string, List<int>> Index(HashSet<string>[] grams)
    {
        Dictionary<string, List<int>> index = [];
        for (int i = 0; i < grams.Length; i++)
        {
            foreach (string gram in grams[i])
            {
                (index.TryGetValue(gram, out List<int>? holders) ? holders : index[gram] = []).Add(i);
            }
        }

        return index;
    }

    private static HashSet<string> Grams(string[] words, int length) => words.Length == 0
        ? []
        : words.Length < length
            ? [string.Join(' ', words)]
            : [.. Enumerable.Range(0, words.Length - length + 1).Select(start => string.Join(' ', words, start, length))];

    private static string[] Words(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        foreach (Rune rune in text.ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value == '_' || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.LetterNumber or System.Globalization.UnicodeCategory.OtherNumber)
            {
                word.Append(rune);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return [.. words];
    }

    [GeneratedRegex(@"(?:https?://|www\.)([^\s/)>\]""',:?#]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Host();
}
