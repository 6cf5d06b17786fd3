using System.Text.Json.Nodes;

namespace Moderation.Server.Tests.Messaging;

/// <summary>Messages as a website in any language writes them.</summary>
internal static class SomeMessage
{
    private static int count;

    /// <summary>A complete friendly reply with an id of its own.</summary>
    public static JsonObject Reply(Guid? id = null, string? body = null, string site = QueueApp.Site) => new()
    {
        ["id"] = (id ?? NewId()).ToString("D"),
        ["site"] = site,
        ["page"] = new JsonObject { ["url"] = "https://gazette.example/2026/bridge", ["id"] = "post-4711", ["title"] = "The bridge reopens" },
        ["author"] = new JsonObject { ["name"] = "Ana", ["email"] = $"ana{Interlocked.Increment(ref count)}@example.net" },
        ["body"] = body ?? $"Thank you for the article about the bridge, I learned something new today. Number {Interlocked.Increment(ref count)}.",
    };

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public static JsonObject Items(params JsonNode[] items) => new() { ["items"] = new JsonArray(items) };

    public static string Id(this JsonObject reply) => reply["id"]!.GetValue<string>();
}
