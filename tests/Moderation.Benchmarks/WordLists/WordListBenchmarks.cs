using System.Text;
using BenchmarkDotNet.Attributes;
using Moderation.Benchmarks.Scoring;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.WordLists;

namespace Moderation.Benchmarks.WordLists;

/// <summary>Looking for the entries of a site's lists in texts, normalising included: the time must grow with the text and hardly with the number of entries.</summary>
[MemoryDiagnoser]
public class WordListBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 15, 0, TimeSpan.Zero);

    private WordListMatcher _matcher = WordListMatcher.Empty;
    private WordList _list = null!;
    private string _text = "";

    [Params(100, 50_000)]
    public int Entries { get; set; }

    [Params("200", "20000", "20000 full of entries")]
    public string Text { get; set; } = "200";

    [GlobalSetup]
    public void Setup()
    {
        string[] entries = [.. Enumerable.Range(0, Entries).Select(number => number % 5 == 0 ? $"{Word(number)} {Word(number / 7)}" : Word(number))];
        _list = new WordList
        {
            Id = Guid.CreateVersion7(Now),
            Site = SiteId.Parse("gazette"),
            Name = "many",
            Action = Verdict.Flag,
            Entries = entries,
            EntryCount = entries.Length,
            Version = 1,
            UpdatedAt = Now,
            UpdatedBy = "system",
        };
        _matcher = new WordListMatcher([_list]);
        _text = Text.EndsWith("entries", StringComparison.Ordinal) ? string.Join(' ', Enumerable.Repeat(entries, 20_000).SelectMany(all => all).Take(2_200)) : BenchmarkTexts.Create(Text);
    }

    [Benchmark]
    public int Match() => _matcher.Match(_text, null, Now).Count;

    /// <summary>What a change of a list costs, once in each process.</summary>
    [Benchmark]
    public object Build() => new WordListMatcher([_list]);

    /// <summary>Words of seven to nine letters that no sentence has.</summary>
    private static string Word(int number)
    {
        StringBuilder word = new("qu");
        for (int rest = number + 20_000; rest > 0; rest /= 20)
        {
            word.Append("bcdfghklmnprstvwxzjy"[rest % 20]).Append("aeiou"[rest % 5]);
        }

        return word.ToString();
    }
}
