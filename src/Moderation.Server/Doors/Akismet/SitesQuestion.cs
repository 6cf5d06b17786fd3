using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Moderation.Feedback;
using Moderation.Sites;

namespace Moderation.Server.Doors.Akismet;

/// <summary>The parameters of <c>key-sites</c>, and its answer. Pure.</summary>
internal sealed record SitesQuestion
{
    private const int DefaultLimit = 500;

    public required string Month { get; init; }

    public string Filter { get; init; } = "";

    public string Order { get; init; } = "total";

    public int Limit { get; init; } = DefaultLimit;

    public int Offset { get; init; }

    public bool IsCsv { get; init; }

    /// <summary>Null when the month or a number is none.</summary>
    public static SitesQuestion? Read(AkismetFields fields, string thisMonth)
    {
        string month = fields.Any("month") ?? thisMonth;
        return DateTime.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && TryNumber(fields.Any("limit"), DefaultLimit, out int limit) && TryNumber(fields.Any("offset"), 0, out int offset)
            ? new SitesQuestion { Month = month, Filter = fields.Any("filter") ?? "", Order = fields.Any("order") ?? "total", Limit = limit, Offset = offset, IsCsv = fields.Any("format") == "csv" }
            : null;
    }

    /// <summary>Those sites, as JSON or as CSV. Numbers of a site are texts, as in the original's documentation.</summary>
    public AkismetAnswer Answer(ApiKey key, IReadOnlyList<KeyUsage> counts)
    {
        KeyUsage[] matching = [.. counts.Where(count => count.Host.Contains(Filter, StringComparison.OrdinalIgnoreCase)).OrderByDescending(Rank).ThenBy(count => count.Host, StringComparer.Ordinal)];
        KeyUsage[] page = [.. matching.Skip(Offset).Take(Limit)];
        return IsCsv ? Csv(key, page, matching.Length) : AkismetAnswer.Json(new JsonObject
        {
            [Month] = new JsonArray([.. page.Select(Row)]),
            ["limit"] = Limit,
            ["offset"] = Offset,
            ["total"] = matching.Length,
        });
    }

    private AkismetAnswer Csv(ApiKey key, KeyUsage[] page, int total)
    {
        StringBuilder csv = new();
        csv.Append(CultureInfo.InvariantCulture, $"Active sites for {key.Hint}… during {Month} (limit:{Limit}, offset: {Offset}, total: {total})\n");
        csv.Append("Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked\n");
        foreach (KeyUsage count in page)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{count.Host},{count.Calls},{count.Spam},{count.Acceptable},{count.MissedSpam},{count.FalsePositives},false\n");
        }

        return AkismetAnswer.Csv(csv.ToString());
    }

    private static JsonObject Row(KeyUsage count) => new()
    {
        ["site"] = count.Host,
        ["api_calls"] = Text(count.Calls),
        ["spam"] = Text(count.Spam),
        ["ham"] = Text(count.Acceptable),
        ["missed_spam"] = Text(count.MissedSpam),
        ["false_positives"] = Text(count.FalsePositives),
        ["is_revoked"] = false,
    };

    private long Rank(KeyUsage count) => Order switch
    {
        "spam" => count.Spam,
        "ham" => count.Acceptable,
        "missed_spam" => count.MissedSpam,
        "false_positives" => count.FalsePositives,
        _ => count.Calls,
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TryNumber(string? text, int fallback, out int number)
    {
        number = fallback;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 0);
    }
}
