using Moderation.Campaigns;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Tests.Privacy;
using Moderation.Tests.Storage;

namespace Moderation.Tests.Campaigns;

/// <summary>Texts that resemble each other as much as a test wants. Random, from a seed.</summary>
internal static class SomeTexts
{
    private static readonly string[] Words =
    [
        .. "river bridge council garden winter market school teacher engine harbour letter window mountain doctor village kitchen summer forest bakery station library museum concert ticket paper candle blanket ladder pocket bottle"
            .Split(' ').SelectMany(word => Enumerable.Range(0, 40).Select(number => $"{word}{(char)('a' + (number % 26))}{(char)('a' + (number / 26))}")),
    ];

    private static readonly string[][] Spun =
    [
        ["Earn", "Make", "Get"], ["500", "700", "900"], ["dollars", "bucks"], ["every", "each"], ["day"], ["working", "sitting"], ["from home"], ["with", "using"], ["this", "my"], ["simple", "easy"], ["trading"],
        ["method"], ["and"], ["no experience"], ["is needed", "is required"], ["just"], ["write", "send a message"], ["to me"], ["and I will", "so that I can"], ["show you"], ["how it works"], ["step by step", "in detail"], ["today", "now", "tonight"],
    ];

    public static SketchMaker Sketches { get; } = new(SomeKeyRing.New());

    /// <summary>A text that shares nothing but chance with another.</summary>
    public static string Unlike(Random random, int words = 24) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));

    /// <summary>The same text with one word replaced.</summary>
    public static string Edit(Random random, string text)
    {
        string[] words = text.Split(' ');
        words[random.Next(words.Length)] = Words[random.Next(Words.Length)];
        return string.Join(' ', words);
    }

    /// <summary>One of thousands of versions of the same advertisement.</summary>
    public static string Spam(Random random) => string.Join(' ', Spun.Select(choices => choices[random.Next(choices.Length)]));

    public static Arrival Arrival(string text, int second = 0, params string[] domains) => new()
    {
        Key = new SubmissionKey(SiteId.Parse("gazette"), new SubmissionId(Some.Id())),
        Sketch = Sketches.Of(text),
        UnseenDomains = domains,
        ReceivedAt = StoreFixture.Start.AddSeconds(second),
    };
}
