using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Moderation.Server.Docs;

/// <summary>One example a reader can send as it is for every request with a body, and one answer each.</summary>
internal sealed class ApiExamples : IOpenApiOperationTransformer
{
    private static readonly Dictionary<string, (string Request, Dictionary<string, string> Answers)> Examples = new()
    {
        ["PostReply"] = (
            """
            { "id": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10",
              "page": { "url": "https://gazette.example/2026/bridge", "id": "post-4711", "title": "The bridge reopens" },
              "author": { "name": "Ana", "email": "ana@example.net", "url": "https://ana.example" },
              "body": "The old bridge was closed in 2019, not 2020.",
              "submittedAt": "2026-11-23T10:15:00Z",
              "client": { "ip": "203.0.113.9" } }
            """,
            new()
            {
                ["202"] = """{ "id": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", "state": "received", "authorToken": "at_…" }""",
                ["200"] = """{ "id": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", "state": "approved", "authorToken": "at_…", "verdict": "approve", "reasons": [] }""",
            }),
        ["DecideReply"] = (
            """{ "decision": "remove", "reason": "off_topic", "note": "Not about the bridge." }""",
            new()
            {
                ["200"] = """{ "id": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", "state": "removed", "version": 2, "decidedAt": "2026-11-23T10:20:00Z", "effectiveAt": "2026-11-23T10:20:00Z" }""",
            }),
        ["SetPage"] = (
            """{ "mode": "premoderated", "closesAt": "2026-12-24T12:00:00Z" }""",
            new()
            {
                ["200"] = """{ "url": "https://gazette.example/2026/bridge", "id": "post-4711", "title": "The bridge reopens", "mode": "premoderated", "closesAt": "2026-12-24T12:00:00Z", "effectiveMode": "premoderated", "closingTime": "2026-12-24T12:00:00Z" }""",
            }),
        ["FeatureReply"] = (
            """{ "featured": true }""",
            new()
            {
                ["200"] = """{ "id": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", "featured": true }""",
            }),
        ["AddBlock"] = (
            """{ "kind": "network", "value": "203.0.113.0/24", "action": "reject", "expiresAt": "2026-12-24T12:00:00Z", "note": "Sends nothing but pills." }""",
            new()
            {
                ["201"] = """{ "id": "01a20b13-a73d-7e14-9650-1174b601a15f", "kind": "network", "shown": "203.0.113.0/24", "action": "reject", "note": "Sends nothing but pills.", "createdAt": "2026-11-24T01:02:47Z", "expiresAt": "2026-12-24T12:00:00Z", "liftedAt": null }""",
            }),
        ["AddWordList"] = (
            """{ "name": "house rules", "action": "flag", "page": { "url": "https://gazette.example/2026/bridge" }, "endsAt": "2026-12-24T12:00:00Z", "entries": ["blarney", "snake oil"] }""",
            new()
            {
                ["201"] = """{ "id": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", "name": "house rules", "action": "flag", "pageUrl": "https://gazette.example/2026/bridge", "startsAt": null, "endsAt": "2026-12-24T12:00:00Z", "entryCount": 2, "version": 1, "updatedAt": "2026-11-23T10:15:00Z", "entries": ["blarney", "snake oil"] }""",
            }),
        ["ReplaceWordList"] = (
            """{ "name": "house rules", "action": "reject", "entries": ["blarney", "snake oil"], "version": 1 }""",
            new()
            {
                ["200"] = """{ "id": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", "name": "house rules", "action": "reject", "pageUrl": null, "startsAt": null, "endsAt": null, "entryCount": 2, "version": 2, "updatedAt": "2026-11-23T10:15:00Z", "entries": ["blarney", "snake oil"] }""",
            }),
        ["TestWordLists"] = (
            """{ "text": "Pure BL4RNEY, I say." }""",
            new()
            {
                ["200"] = """{ "matches": [{ "list": "house rules", "entry": "blarney", "action": "flag", "start": 5, "end": 12 }] }""",
            }),
        ["ApplyWordList"] = (
            """{ "after": null }""",
            new()
            {
                ["200"] = """{ "examined": 2000, "flagged": 3, "next": "638680005001234560.01937f3e8c1a7cc2b5a60f6e5b1c9d10" }""",
            }),
        ["Score"] = (
            """{ "text": "The old bridge was closed in 2019, not 2020." }""",
            new()
            {
                ["200"] = """{ "scores": { "spam": 0.01, "toxicity": 0.004 }, "verdict": "approve", "reasons": [], "modelVersion": "9f2c…", "policyVersion": 1 }""",
            }),
    };

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId is null || !Examples.TryGetValue(operation.OperationId, out (string Request, Dictionary<string, string> Answers) example))
        {
            return Task.CompletedTask;
        }

        if (operation.RequestBody?.Content?.TryGetValue("application/json", out OpenApiMediaType? request) is true)
        {
            request.Example = JsonNode.Parse(example.Request);
        }

        foreach ((string status, string answer) in example.Answers)
        {
            if (operation.Responses?.TryGetValue(status, out IOpenApiResponse? response) is true && response.Content?.TryGetValue("application/json", out OpenApiMediaType? media) is true)
            {
                media.Example = JsonNode.Parse(answer);
            }
        }

        return Task.CompletedTask;
    }
}
