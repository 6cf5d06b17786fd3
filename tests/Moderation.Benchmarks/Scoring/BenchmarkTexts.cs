using System.Text;

namespace Moderation.Benchmarks.Scoring;

/// <summary>Texts of a given length from sentences of our own.</summary>
internal static class BenchmarkTexts
{
    private const string Sentences =
        "The old bridge was closed in 2019, not 2020, and nobody told the people who live beside it. I walk there every morning with my dog; it is a quiet place, "
        + "apart from the buses. Why does the council never answer letters? My neighbour wrote three times! Perhaps the new mayor reads them. We shall see, won't we? ";

    private const string Foreign =
        "Мост закрыли в 2019 году, а не в 2020. Я хожу туда каждое утро с собакой; место тихое, если не считать автобусов. Почему совет никогда не отвечает на письма? ";

    public static string Create(string kind)
    {
        var length = int.Parse(kind.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        var source = kind.EndsWith("ASCII", StringComparison.Ordinal) ? Foreign : Sentences;
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append(source);
        }

        var cut = text.ToString(0, length);
        return kind.EndsWith("disguised", StringComparison.Ordinal) ? cut.Replace('o', '0').Replace("e", "е\u200B", StringComparison.Ordinal) : cut;
    }
}
