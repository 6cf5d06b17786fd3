using System.Text.Json.Nodes;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>Replies as a website sends them. Every one has a text of its own, so that none is a duplicate.</summary>
internal static class SomeReply
{
    public const string Page = "https://gazette.example/2026/bridge";

    private static readonly string[] Subjects = ["ferry", "library", "market", "school", "tram", "orchard", "harbour", "museum", "bakery", "playground", "lighthouse", "station", "choir", "garden", "mill", "quay"];
    private static readonly string[] Places = ["by the river", "near the town hall", "behind the church", "on the north bank", "at the old mill", "along the canal", "in the valley", "past the crossing"];
    private static readonly string[] Times = ["in spring", "last autumn", "on Sunday", "this morning", "before the holidays", "after the rain", "in the evening", "at midday"];
    private static readonly string[] Opinions = ["was a pleasure to visit", "looks better than it used to", "deserves the new roof", "is open again at last", "was quieter than I remember", "has friendly people working there", "made my children happy", "is worth the walk"];

    private static int count;

    /// <summary>A friendly text that nobody sent before.</summary>
    public static string Friendly()
    {
        int number = Interlocked.Increment(ref count);
        string first = $"The {Pick(Subjects, ref number)} {Pick(Places, ref number)} {Pick(Opinions, ref number)} {Pick(Times, ref number)}";
        return $"{first}, and the {Pick(Subjects, ref number)} {Pick(Places, ref number)} {Pick(Opinions, ref number)} too. Thank you for the article.";
    }

    /// <summary>A text that shares hardly three words in a row with that of another number.</summary>
    public static string Unlike(int number)
    {
        Random random = new(number);
        string[] words = [.. Subjects, .. Places, .. Times, .. Opinions];
        return string.Join(", ", Enumerable.Range(0, 7).Select(_ => words[random.Next(words.Length)])) + $", said number {number}.";
    }

    /// <summary>A text that no newsroom wants; it has a word of its own too.</summary>
    public static string Spam() =>
        $"CHEAP PILLS!!! Buy viagra and cialis online now, best casino bonus $$$, click here http://pills-{Interlocked.Increment(ref count)}.example/buy http://casino.example/win http://loans.example/now";

    public static JsonObject Json(string? body = null, string? id = null, string page = Page, string name = "Ana", string? email = null, string? parent = null)
    {
        JsonObject author = new() { ["name"] = name };
        if (email is not null)
        {
            author["email"] = email;
        }

        JsonObject reply = new()
        {
            ["id"] = id ?? NewId(),
            ["page"] = new JsonObject { ["url"] = page, ["title"] = "The bridge reopens" },
            ["author"] = author,
            ["body"] = body ?? Friendly(),
        };
        if (parent is not null)
        {
            reply["parentId"] = parent;
        }

        return reply;
    }

    /// <summary>The fields of a plain form.</summary>
    public static Dictionary<string, string> Form(string key, string? body = null, string page = Page) => new()
    {
        ["key"] = key,
        ["page"] = page,
        ["title"] = "The bridge reopens",
        ["name"] = "Ana",
        ["email"] = "",
        ["url"] = "",
        ["body"] = body ?? Friendly(),
        ["honeypot"] = "",
    };

    /// <summary>An e-mail address that nobody else uses, so that no author posts too often.</summary>
    public static string Address() => $"reader-{Interlocked.Increment(ref count)}@example.net";

    public static string NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("D");

    private static string Pick(string[] words, ref int number)
    {
        string word = words[number % words.Length];
        number /= words.Length;
        return word;
    }
}
