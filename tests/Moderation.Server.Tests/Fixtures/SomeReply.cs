using System.Text.Json.Nodes;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>Replies as a website sends them. Every one has a text of its own, so that none is a duplicate.</summary>
internal static class SomeReply
{
    public const string Page = "https://gazette.example/2026/bridge";

    private static int count;

    /// <summary>A friendly text that nobody sent before.</summary>
    public static string Friendly() => LocalNews.Friendly(Interlocked.Increment(ref count));

    /// <inheritdoc cref="LocalNews.Unlike"/>
    public static string Unlike(int number) => LocalNews.Unlike(number);

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
}
