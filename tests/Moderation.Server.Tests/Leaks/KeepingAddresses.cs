using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Server.Tests.Doors.Compat;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Leaks;

/// <summary>
/// No address leaves. Canaries go in through every door and every field; then every answer, header, log line, event and file is searched for them and for the forms
/// an address takes when somebody thinks it is hidden. What an author typed as an address is found nowhere at all; what was typed elsewhere only in the store.
/// </summary>
public sealed class KeepingAddresses(ModerationApp app) : IClassFixture<ModerationApp>
{
    /// <summary>Every route the crawl below calls. A route that is missing here fails the test: plant in it, crawl it, then add it.</summary>
    private static readonly string[] Covered =
    [
        "/v1/sites/{site}/replies/", "/v1/sites/{site}/replies/{id}", "/v1/sites/{site}/threads", "/v1/sites/{site}/comments.json", "/v1/sites/{site}/comments.rss",
        "/v1/sites/{site}/comments.atom", "/v1/score", "/", "/demo", "/docs/errors", "/docs/reasons", "/openapi/{documentName}.json", "/health/live", "/health/ready", "/metrics",
        "/moderate/sign-in", "/moderate/sign-in/code", "/moderate/sign-in/organisation", "/moderate/sign-in/organisation/done", "/moderate/sign-out", "/moderate/account", "/moderate/account/password",
        "/moderate/account/second-factor", "/moderate/account/second-factor/begin", "/moderate/account/second-factor/remove", "/moderate/account/sessions/end", "/moderate/not-found",
        "/moderate", "/moderate/campaigns", "/moderate/search", "/moderate/search/export", "/moderate/replies/{Id:guid}", "/moderate/replies/{AskedSite}/{Id:guid}",
        "/admin", "/admin/sites", "/admin/site", "/admin/keys", "/admin/people", "/admin/people/{Id:guid}", "/admin/pages", "/moderate/pages", "/admin/words", "/admin/policy", "/admin/hours", "/admin/alerts", "/admin/blocks", "/admin/audit", "/admin/errors",
        "/admin/models", "/admin/models/{Number:int}", "/admin/models/every-site", "/moderate/blind",
        "/admin/scale", "/moderate/feedback",
        "/v1/sites/{site}/blocks", "/v1/sites/{site}/blocks/{id}", "/v1/sites/{site}/replies/{id}/featured", "/v1/sites/{site}/replies/{id}/reports",
        "/v1/sites/{site}/replies/{id}/decisions", "/v1/sites/{site}/decisions", "/v1/sites/{site}/pages", "/v1/sites/{site}/word-lists/", "/v1/sites/{site}/word-lists/{id}",
        "/1.1/comment-check", "/1.1/submit-spam", "/1.1/submit-ham", "/1.1/verify-key", "/1.1/get-subscription", "/1.1/get-stats", "/1.1/deactivate", "/1.1/verify-wpcom-key", "/1.1/token",
        "/1.1/test", "/1.2/key-sites", "/1.2/usage-limit", "/akismet/1.1/comment-check", "/akismet/1.1/submit-spam", "/akismet/1.1/submit-ham", "/akismet/1.1/verify-key",
        "/akismet/1.1/get-subscription", "/akismet/1.1/get-stats", "/akismet/1.1/deactivate", "/akismet/1.1/verify-wpcom-key", "/akismet/1.1/token", "/akismet/1.1/test",
        "/akismet/1.2/key-sites", "/akismet/1.2/usage-limit",
        "/v1/sites/{site}/word-lists/test", "/v1/sites/{site}/word-lists/{id}/apply",
        "/v1alpha1/comments:analyze", "/comments:analyze", "/{first}/comments:analyze", "/{first}/{second}/comments:analyze", "/{first}/{second}/{third}/comments:analyze",
        "/v1alpha1/comments:suggestscore", "/comments:suggestscore", "/{first}/comments:suggestscore", "/{first}/{second}/comments:suggestscore", "/{first}/{second}/{third}/comments:suggestscore",
        "/$discovery/rest", "/v1/moderations",
    ];

    private readonly List<Canary> sealedOnes = [];

    private readonly List<Canary> typed = [];

    private readonly List<(string What, string Text)> seen = [];

    private readonly List<(string What, string Text)> seenByModerators = [];

    private int planted;

    [Fact]
    public async Task An_address_is_found_nowhere_it_should_not_be()
    {
        foreach (string route in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')))
        {
            Assert.True(Covered.Contains(route) || IsReferencePage(route) || IsWire(route),
                $"The leak test does not know the route {route}.");
        }

        List<(string Id, string Token, string Page)> replies = [];
        replies.Add(await PlantJsonAsync("JSON with an API key", ModerationApp.Bearer(app.ApiKey)));
        replies.Add(await PlantJsonAsync("JSON with the public key", [("X-Site-Key", app.PublicKey), ("Origin", app.Origin)]));
        await PlantFormAsync("form", SomeReply.Friendly());
        await PlantFormAsync("form that is refused", "");
        await PlantBadRequestsAsync();
        await PlantScoresAsync();
        await PlantCompatAsync();
        await PlantPagesAsync();
        await PlantSignInsAsync();
        await PlantAdminAsync();
        await PlantBlocksAsync();
        await PlantIdentityAsync();
        await PlantWordListsAsync();
        await PlantAkismetAsync();
        foreach ((string id, _, _) in replies)
        {
            await app.ApproveAsync(id);
        }

        await SeeConsoleAsync([.. replies.Select(reply => reply.Id)]);

        await CrawlAsync(replies);
        seen.AddRange(app.Logs.Lines.Select(line => ("a log line", line)));
        await SearchAsync();
    }

    /// <summary>The files of the API reference: fixed, and made of nothing that anybody sent.</summary>
    private static bool IsReferencePage(string route) => route == "/docs" || (route.StartsWith("/docs/", StringComparison.Ordinal) && !Covered.Contains(route));

    /// <summary>The wire between an open page of the console and the service: it carries what the pages show.</summary>
    private static bool IsWire(string route) => route.StartsWith("/_blazor", StringComparison.Ordinal) || route.StartsWith("/_framework/", StringComparison.Ordinal);

    private async Task<(string Id, string Token, string Page)> PlantJsonAsync(string door, (string Name, string Value)[] headers)
    {
        string page = $"https://gazette.example/{Typed(door, "path of the page")}/{planted}?mail={Uri.EscapeDataString(Typed(door, "parameter of the page"))}&p=1";
        JsonObject reply = new()
        {
            ["page"] = new JsonObject { ["url"] = page, ["title"] = $"By {Typed(door, "title")}", ["id"] = $"post-{planted}-{Typed(door, "page id")}" },
            ["author"] = new JsonObject { ["name"] = $"Ana {Typed(door, "name")}", ["email"] = Sealed(door, "e-mail"), ["url"] = $"https://ana.example/?me={Typed(door, "author's address")}" },
            ["body"] = $"{SomeReply.Friendly()} Write to {Typed(door, "text")} or mailto:{Typed(door, "text with mailto")}.",
            ["client"] = new JsonObject { ["ip"] = "203.0.113.9", ["userAgent"] = Sealed(door, "user agent"), ["referrer"] = $"https://gazette.example/?{Sealed(door, "referrer")}" },
            ["honeypot"] = Sealed(door, "honeypot"),
            ["unknown"] = Sealed(door, "unknown member"),
        };
        Answer answer = await SeeAsync(app.PostJsonAsync("/v1/sites/demo/replies?wait=10", reply.ToJsonString(), [.. headers, ("User-Agent", Sealed(door, "user agent header")), ("Referer", $"{app.Origin}/?{Sealed(door, "referrer header")}")]));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return (answer.Member("id"), answer.Member("authorToken"), page);
    }

    private async Task PlantFormAsync(string door, string body)
    {
        Dictionary<string, string> form = SomeReply.Form(app.PublicKey, body.Length == 0 ? "" : $"{body} {Typed(door, "text")}", $"https://gazette.example/form/{planted}?mail={Typed(door, "parameter of the page")}");
        form["name"] = $"Ana {Typed(door, "name")}";
        form["email"] = Sealed(door, "e-mail");
        form["url"] = $"https://ana.example/{Typed(door, "author's address")}";
        form["title"] = Typed(door, "title");
        form["honeypot"] = Sealed(door, "honeypot");
        await SeeAsync(app.PostFormAsync(form, app.Origin));
    }

    private async Task PlantSignInsAsync()
    {
        using ConsoleVisitor visitor = new(app);
        await SeeAsync(visitor.PostAsync("/moderate/sign-in", ("name", Sealed("sign-in", "name")), ("password", Sealed("sign-in", "password")), ("back", $"/moderate?q={Sealed("sign-in", "page to go back to")}")));
        await SeeAsync(visitor.SignInAsync());
        await SeeAsync(visitor.PostAsync("/moderate/account/password", ("current", Sealed("account", "old password")), ("password", Sealed("account", "new password")), ("again", "")));
        await SeeAsync(visitor.PostAsync("/moderate/account/second-factor/remove", ("current", Sealed("account", "password"))));
        await SeeAsync(visitor.GetAsync("/moderate/account?said=" + Sealed("account", "parameter")));
    }

    /// <summary>What an admin types comes back to them where it is wrong; it is kept nowhere.</summary>
    private async Task PlantAdminAsync()
    {
        using ConsoleVisitor visitor = new(app);
        await visitor.SignInAsync();
        foreach ((string path, string act, string[] fields) in new[]
        {
            ("/admin", "site_add", new[] { "name", "id", "origin" }), ("/admin/site?site=demo", "site_set", ["name", "days"]), ("/admin/site?site=demo", "origin_add", ["origin"]),
            ("/admin/site?site=demo", "origin_remove", ["id"]), ("/admin/keys?site=demo", "key_add", ["label"]), ("/admin/keys?site=demo", "key_revoke", ["id"]),
            ("/admin/keys?site=demo", "identity_add", ["kid", "pem"]), ("/admin/keys?site=demo", "identity_revoke", ["id"]),
            ("/admin/people", "person_add", ["name", "display", "subject", "sites"]), ("/admin/pages?site=demo", "set", ["id", "mode", "closes"]), ("/moderate/pages?site=demo", "close", ["id"]),
            ("/admin/words?site=demo", "save", ["name", "action", "page", "startsAt", "entries"]), ("/admin/words?site=demo", "test", ["text"]), ("/admin/words?site=demo", "apply", ["id", "after", "examined"]),
            ("/admin/blocks?site=demo", "add", ["kind", "value", "note"]), ("/admin/errors", "replay", ["id"]), ("/admin/errors", "discard", ["id"]), ("/admin/errors", "discard_stored", ["id"]), ("/admin/hours?site=demo", "hours", ["timeZone", "day1", "holidays", "unreviewed"]), ("/admin/alerts", "add", ["url", "about"]), ("/admin/policy?site=demo", "policy", ["json", "spamFlag", "allowedDomains", "text"]),
            ("/admin/models?site=demo", "back", ["seen", "why"]), ("/admin/models?site=demo", "release", ["id"]), ("/admin/models?site=demo", "cancel", ["id"]), ("/admin/models/1?site=demo", "promote", ["seen", "why"]), ("/admin/models/every-site", "promote", ["id", "seen", "why"]), ("/admin/models/every-site", "back", ["seen", "why"]),
        })
        {
            await visitor.ActAsync(path, act, [.. fields.Select(field => (field, Sealed($"{path} {act}", field)))]);

            // Headlines and addresses of pages are shown to who reviews as they were written.
            seenByModerators.Add((path, (await visitor.GetAsync(path)).Text));
        }

        await visitor.ActAsync("/admin/scale?site=demo", "use", ("scale", Sealed("scale", "scale")), ("seal", Sealed("scale", "seal")));
        foreach (string file in new[] { $"text,INSULT,{Sealed("scale", "column")}\n", $"text,INSULT\n{Sealed("scale", "text")},{Sealed("scale", "score")}\n", $"{{\"text\":\"{Sealed("scale", "JSON text")}\",\"INSULT\":\"{Sealed("scale", "JSON score")}\"}}" })
        {
            await SeeAsync(visitor.UploadAsync("/admin/scale?site=demo", "fit", "file", $"{Sealed("scale", "file name")}.csv", Encoding.UTF8.GetBytes(file)));
        }

        string person = (await app.Get<Accounts.ModeratorStore>().ListAsync(TestContext.Current.CancellationToken))[0].ModeratorId.ToString("D");
        await visitor.ActAsync($"/admin/people/{person}", "standing", ("role", Sealed("person", "role")), ("sites", Sealed("person", "sites")));
        await SeeAsync(visitor.GetAsync($"/admin/people/{person}"));

        // Here an address is what is meant: it is kept as a keyed hash, and masked in the note.
        await visitor.DoneAsync("/admin/blocks?site=demo", "add", ("kind", "email"), ("value", Sealed("admin block", "address")), ("note", $"Wrote to {Sealed("admin block", "note")}"));
        await visitor.DoneAsync("/admin/blocks?site=demo", "add", ("kind", "name"), ("value", Sealed("admin block", "name")));
        await SeeAsync(visitor.GetAsync("/admin/blocks?site=demo&all=yes"));
        await visitor.DoneAsync("/admin/pages?site=demo", "add", ("url", $"https://gazette.example/admin?mail={Sealed("admin page", "parameter")}"), ("mode", "closed"));
        seenByModerators.Add(("the pages page", (await visitor.GetAsync("/admin/pages?site=demo")).Text));
        await SeeAsync(visitor.GetAsync($"/admin/audit?about=demo&actor={Sealed("audit", "actor")}&before={Sealed("audit", "before")}"));
        await SeeAsync(visitor.GetAsync("/admin/audit?about=demo"));
        await visitor.ActAsync("/moderate/feedback?site=demo", "confirm", ("id", Sealed("feedback page", "id")));
        seenByModerators.Add(("outside feedback", (await visitor.GetAsync($"/moderate/feedback?site=demo&before={Sealed("feedback page", "before")}")).Text));
        seenByModerators.Add(("outside feedback", (await visitor.GetAsync("/moderate/feedback?site=demo")).Text));
        seenByModerators.Add(("blind review", (await visitor.GetAsync("/moderate/blind?site=demo")).Text));
        await SeeAsync(visitor.GetAsync($"/admin/keys?site={Sealed("admin", "site")}"));
        await SeeAsync(visitor.GetAsync($"/admin/keys?site=demo&said={Sealed("admin", "said")}"));
    }

    private async Task PlantBadRequestsAsync()
    {
        foreach (string body in new[]
        {
            $$"""{ "page": 5, "author": { "name": "{{Sealed("bad request", "name")}}", "email": "{{Sealed("bad request", "e-mail")}}" }, "body": [ "{{Sealed("bad request", "text")}}" ] }""",
            $$"""{ "page": { "url": "{{Sealed("bad request", "page")}}" }, "author": { "email": "not.an.address {{Sealed("bad request", "two addresses")}}" }, "parentId": "{{Sealed("bad request", "parent")}}", "{{Sealed("bad request", "member name")}}": 1 }""",
            $"not json {Sealed("bad request", "what is no JSON")}",
        })
        {
            await SeeAsync(app.PostJsonAsync("/v1/sites/demo/replies", body, ModerationApp.Bearer(app.ApiKey)));
            await SeeAsync(app.PostJsonAsync("/v1/score", body, ModerationApp.Bearer(app.ApiKey)));
        }

        await SeeAsync(app.GetAsync($"/v1/sites/demo/threads?page={Sealed("bad request", "page of a thread")}&after={Sealed("bad request", "cursor")}"));
        await SeeAsync(app.GetAsync($"/v1/sites/{Sealed("bad request", "site")}/threads?page=https://gazette.example/"));
        await SeeAsync(app.GetAsync($"/v1/sites/demo/replies/{Sealed("bad request", "id")}", app.ApiKey));
        await SeeAsync(app.GetAsync("/v1/sites/demo/replies/1", Sealed("bad request", "token")));
        await SeeAsync(app.GetAsync($"/{Sealed("bad request", "unknown route")}"));
        await SeeAsync(app.GetAsync($"/v1/sites/demo/threads?page={Uri.EscapeDataString($"https://gazette.example/?mail={Sealed("thread", "parameter of the page")}")}"));
    }

    private async Task PlantScoresAsync()
    {
        await SeeAsync(app.ScoreAsync(new JsonObject { ["text"] = $"Write to {Sealed("score", "text")}", ["author"] = new JsonObject { ["name"] = Sealed("score", "name"), ["email"] = Sealed("score", "e-mail"), ["url"] = Sealed("score", "address") } }));
        await SeeAsync(app.ScoreAsync(new JsonObject { ["items"] = new JsonArray(new JsonObject { ["id"] = "1", ["text"] = $"You idiot, {Sealed("score", "item")} http://a.example http://b.example" }) }));
    }

    private async Task PlantCompatAsync()
    {
        string[] bodies =
        [
            $$"""{ "comment": { "text": "You idiot, write to {{Sealed("Perspective", "text")}}" }, "requestedAttributes": { "TOXICITY": {} }, "languages": ["{{Sealed("Perspective", "language")}}"], "context": { "entries": [{ "text": "{{Sealed("Perspective", "context")}}" }] }, "sessionId": "{{Sealed("Perspective", "session")}}", "communityId": "{{Sealed("Perspective", "community")}}", "spanAnnotations": true }""",
            $$"""{ "comment": { "text": "x", "type": "{{Sealed("Perspective", "type")}}" }, "requestedAttributes": { "TOXICITY": {} } }""",
            $$"""{ "comment": { "text": "x" }, "requestedAttributes": { "{{Sealed("Perspective", "attribute")}}": {} } }""",
            $$"""{ "comment": { "text": "x" }, "requestedAttributes": { "TOXICITY": { "scoreType": "{{Sealed("Perspective", "score type")}}" } } }""",
            $$"""{ "comment": { "text": "x" }, "requestedAttributes": { "{{Sealed("Perspective", "attribute of the wrong type")}}": 5 } }""",
            $$"""{ "comment": ["{{Sealed("Perspective", "wrong type")}}"] }""",
            $"not json {Sealed("Perspective", "what is no JSON")}",
        ];
        foreach (string body in bodies)
        {
            foreach (string key in new[] { app.ApiKey, Sealed("Perspective", "key") })
            {
                await SeeAsync(app.PostJsonAsync($"/v1alpha1/comments:analyze?key={key}&quotaUser={Sealed("Perspective", "quota user")}", body));
            }

            await SeeAsync(app.PostJsonAsync("/v1/moderations", body, ModerationApp.Bearer(app.ApiKey)));
        }

        foreach (string path in new[] { "/v1alpha1", "", "/a", "/a/b", "/a/b/c" })
        {
            string body = $$"""{ "comment": { "text": "You idiot, write to {{Sealed("suggestscore", "text")}}" }, "attributeScores": { "TOXICITY": { "summaryScore": { "value": 1 } } }, "communityId": "{{Sealed("suggestscore", "community")}}", "languages": ["{{Sealed("suggestscore", "language")}}"] }""";
            (await SeeAsync(app.PostJsonAsync($"{path}/comments:suggestscore?key={app.ApiKey}", body))).With(HttpStatusCode.OK);
        }

        string keeper = await app.IssueKeyAsync(doors: Sites.Door.Perspective, options: Sites.KeyOptions.Store);
        (await SeeAsync(app.PostJsonAsync($"/v1alpha1/comments:suggestscore?key={keeper}", $$"""{ "comment": { "text": "Write to {{Sealed("suggestscore", "text that is kept")}}" }, "attributeScores": { "SPAM": { "summaryScore": { "value": 1 } } } }"""))).With(HttpStatusCode.OK);
        await SeeAsync(app.PostJsonAsync($"/v1alpha1/comments:suggestscore?key={app.ApiKey}", $$"""{ "comment": { "text": "x" }, "attributeScores": { "{{Sealed("suggestscore", "attribute")}}": {} } }"""));
        await SeeAsync(app.PostJsonAsync($"/comments:analyze?key={app.ApiKey}", bodies[0]));
        await SeeAsync(app.PostJsonAsync($"/{Sealed("Perspective", "prefix")}/comments:analyze?key={app.ApiKey}", bodies[0]));
        await SeeAsync(app.PostJsonAsync($"/a/b/comments:analyze?key={app.ApiKey}", bodies[0]));
        await SeeAsync(app.PostJsonAsync($"/a/b/c/comments:analyze?key={app.ApiKey}", bodies[0]));
        await SeeAsync(app.GetAsync($"/$discovery/rest?version={Sealed("discovery", "version")}&key={Sealed("discovery", "key")}"));
        await SeeAsync(app.PostJsonAsync("/v1/moderations", $$"""{ "input": ["You idiot, write to {{Sealed("OpenAI", "text")}}"], "model": "{{Sealed("OpenAI", "model")}}", "user": "{{Sealed("OpenAI", "user")}}" }""", ModerationApp.Bearer(app.ApiKey)));
        await SeeAsync(app.PostJsonAsync("/v1/moderations", $$"""{ "input": [{ "type": "{{Sealed("OpenAI", "type")}}" }] }""", ModerationApp.Bearer(app.ApiKey)));
        await SeeAsync(app.PostJsonAsync("/v1/moderations", """{ "input": "x" }""", ModerationApp.Bearer(Sealed("OpenAI", "key"))));
    }

    private async Task PlantPagesAsync()
    {
        string url = $"/v1/sites/demo/pages?url={Uri.EscapeDataString($"https://gazette.example/{Typed("page", "path")}/settings?mail={Sealed("page", "parameter")}")}";
        await SeeAsync(app.SendJsonAsync(HttpMethod.Put, url, $$"""{ "mode": "closed", "id": "{{Typed("page", "id")}}", "title": "By {{Typed("page", "title")}}" }"""));
        await SeeAsync(app.SendJsonAsync(HttpMethod.Put, url, $$"""{ "mode": "{{Sealed("page", "bad mode")}}", "closesAt": "{{Sealed("page", "bad time")}}" }"""));
        await SeeAsync(app.GetAsync(url, app.ApiKey));
        await SeeAsync(app.GetAsync($"/v1/sites/demo/pages?url={Sealed("page", "bad address")}", app.ApiKey));
    }

    private async Task PlantBlocksAsync()
    {
        foreach (string kind in new[] { "subject", "email", "name" })
        {
            JsonObject block = new() { ["kind"] = kind, ["value"] = Sealed("block", kind), ["note"] = $"Wrote to {Sealed("block", "note")}" };
            Answer added = (await SeeAsync(app.SendJsonAsync(HttpMethod.Post, "/v1/sites/demo/blocks", block.ToJsonString()))).With(HttpStatusCode.Created);
            await SeeAsync(app.GetAsync($"/v1/sites/demo/blocks?after={added.Member("id")}", app.ApiKey));
            await SeeAsync(app.DeleteAsync($"/v1/sites/demo/blocks/{added.Member("id")}", app.ApiKey));
        }

        await SeeAsync(app.SendJsonAsync(HttpMethod.Post, "/v1/sites/demo/blocks", $$"""{ "kind": "{{Sealed("block", "bad kind")}}", "value": "{{Sealed("block", "bad value")}}", "expiresAt": "{{Sealed("block", "bad time")}}" }"""));
        await SeeAsync(app.SendJsonAsync(HttpMethod.Post, "/v1/sites/demo/blocks", $$"""{ "kind": "network", "value": "{{Sealed("block", "bad network")}}" }"""));
        await SeeAsync(app.GetAsync($"/v1/sites/demo/blocks?after={Sealed("block", "cursor")}", app.ApiKey));
        await SeeAsync(app.GetAsync("/v1/sites/demo/blocks", app.ApiKey));
    }

    private async Task PlantIdentityAsync()
    {
        await app.AddIdentityKeyAsync("demo");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        JsonObject reply = SomeReply.Json();
        JsonObject claims = SomeToken.Claims("demo", SomeReply.Page, now, Sealed("identity", "sub"));
        claims["email"] = Sealed("identity", "email");
        claims["name"] = $"Ana {Typed("identity", "name")}";
        reply["author"]!["identity"] = SomeToken.Hs256(claims);
        Answer good = (await SeeAsync(app.PostJsonAsync("/v1/sites/demo/replies?wait=10", reply.ToJsonString(), ModerationApp.Bearer(app.ApiKey)))).With(HttpStatusCode.OK);
        await app.ApproveAsync(good.Member("id"));
        await SeeAsync(app.SendJsonAsync(HttpMethod.Put, $"/v1/sites/demo/replies/{good.Member("id")}/featured", """{ "featured": true }"""));
        await SeeAsync(app.SendJsonAsync(HttpMethod.Put, $"/v1/sites/demo/replies/{good.Member("id")}/featured", $$"""{ "featured": "{{Sealed("identity", "featured")}}" }"""));
        await SeeAsync(app.ThreadAsync(SomeReply.Page));

        await SeeAsync(app.SendJsonAsync(HttpMethod.Post, $"/v1/sites/demo/replies/{good.Member("id")}/reports", $$"""{ "reason": "other", "note": "Write to {{Sealed("report", "note")}}", "client": { "ip": "203.0.113.9" } }"""));
        await SeeAsync(app.SendJsonAsync(HttpMethod.Post, $"/v1/sites/demo/replies/{good.Member("id")}/reports", $$"""{ "reason": "{{Sealed("report", "reason")}}", "client": { "ip": "{{Sealed("report", "ip")}}" } }"""));

        Dictionary<string, string> form = SomeReply.Form(app.PublicKey, body: "");
        form["identity"] = SomeToken.Hs256(claims, secret: new string('x', 40));
        await SeeAsync(app.PostFormAsync(form, app.Origin));
        reply = SomeReply.Json();
        reply["author"]!["identity"] = $"{Sealed("identity", "no token")}.e30.AA";
        await SeeAsync(app.PostJsonAsync("/v1/sites/demo/replies", reply.ToJsonString(), ModerationApp.Bearer(app.ApiKey)));
    }

    private async Task PlantWordListsAsync()
    {
        string page = $"https://gazette.example/{Typed("word list", "path of the page")}/listed";
        await SeeAsync(app.SendJsonAsync(HttpMethod.Put, $"/v1/sites/demo/pages?url={Uri.EscapeDataString(page)}", """{ "mode": "open" }"""));
        Answer added = await SeeAsync(app.SendJsonAsync(HttpMethod.Post, "/v1/sites/demo/word-lists", $$"""{ "name": "house rules", "action": "flag", "page": { "url": "{{page}}" }, "entries": ["blarney"] }"""));
        string list = $"/v1/sites/demo/word-lists/{added.With(HttpStatusCode.Created).Member("id")}";
        foreach (string body in new[]
        {
            $$"""{ "name": "another", "action": "flag", "entries": ["blarney", "{{Sealed("word list", "entry")}}"] }""",
            $$"""{ "name": "{{Sealed("word list", "name")}}", "action": "{{Sealed("word list", "action")}}", "entries": ["blarney"], "{{Sealed("word list", "member")}}": 1 }""",
            $$"""{ "name": "another", "action": "flag", "page": { "url": "https://gazette.example/{{Sealed("word list", "unknown page")}}" }, "entries": ["blarney"] }""",
        })
        {
            (await SeeAsync(app.SendJsonAsync(HttpMethod.Post, "/v1/sites/demo/word-lists", body))).With(HttpStatusCode.BadRequest);
            (await SeeAsync(app.SendJsonAsync(HttpMethod.Put, list, body))).With(HttpStatusCode.BadRequest);
        }

        await SeeAsync(app.SendJsonAsync(HttpMethod.Post, "/v1/sites/demo/word-lists/test", $$"""{ "text": "blarney {{Sealed("word list", "text")}}", "page": { "url": "{{page}}" } }"""));
        await SeeAsync(app.SendJsonAsync(HttpMethod.Post, $"{list}/apply", $$"""{ "after": "{{Sealed("word list", "after")}}" }"""));
        await SeeAsync(app.SendJsonAsync(HttpMethod.Post, $"{list}/apply", "{}"));
        await SeeAsync(app.GetAsync("/v1/sites/demo/word-lists", app.ApiKey));
        await SeeAsync(app.GetAsync(list, app.ApiKey));
    }

    private async Task PlantAkismetAsync()
    {
        string[] fields = ["blog", "user_ip", "user_agent", "referrer", "permalink", "comment_author", "comment_author_email", "comment_author_url", "comment_content", "comment_type", "HTTP_FROM", "reporter", "guid", "callback", "month", "filter", "order", "limit"];
        string[] keys = [await app.IssueKeyAsync(doors: Door.Akismet), await app.IssueKeyAsync(doors: Door.Akismet, options: KeyOptions.Store), Sealed("Akismet", "key")];
        foreach (string route in Covered.Where(route => route.StartsWith("/1.", StringComparison.Ordinal) || route.StartsWith("/akismet/", StringComparison.Ordinal)))
        {
            foreach (string key in keys)
            {
                // A key that stores makes submissions: what is typed into their visible parts stays in the store, as at every door.
                bool IsKept(string field) => key == keys[1] && field is "blog" or "permalink" or "comment_author" or "comment_author_url" or "comment_content";
                (string, string)[] form = [("key", key), .. fields.Select(field => (field, $"https://gazette.example/{(IsKept(field) ? Typed($"Akismet {route}", field) : Sealed($"Akismet {route}", field))}/"))];
                await SeeAsync(app.AkismetFormAsync(route, form, ("User-Agent", Sealed("Akismet", "client"))));
                await SeeAsync(app.AkismetFormAsync(route, [("key", key), ("blog", "https://gazette.example"), ("comment_author_email", Sealed("Akismet", "e-mail")), ("comment_content", $"{SomeReply.Friendly()} Write to {(key == keys[1] ? Typed("Akismet", "text") : Sealed("Akismet", "text"))}.")]));
            }

            await SeeAsync(app.GetAsync($"{route}?api_key={keys[0]}&filter={Sealed("Akismet", "filter")}&month={Sealed("Akismet", "month")}"));
            await SeeAsync(app.PostJsonAsync(route, $$"""{ "api_key": "{{keys[0]}}", "comment_content": { "a": "{{Sealed("Akismet", "nested")}}" } """));
        }
    }

    private async Task CrawlAsync(List<(string Id, string Token, string Page)> replies)
    {
        foreach ((string id, string token, string page) in replies)
        {
            await SeeAsync(app.StatusAsync(id));
            await SeeAsync(app.StatusAsync(id, token));
            Answer thread = await SeeAsync(app.ThreadAsync(page));
            Assert.Contains(id, thread.Text, StringComparison.Ordinal);
            foreach (JsonElement announced in await app.EventsAsync(id))
            {
                seen.Add(("an event", announced.GetRawText()));
            }
        }

        foreach (string path in new[] { "/", "/demo", "/docs", "/docs/", "/docs/errors", "/docs/reasons", "/openapi/v1.json", "/health/live", "/health/ready", "/metrics", "/v1/sites/demo/comments.json", "/v1/sites/demo/comments.rss", "/v1/sites/demo/comments.atom" })
        {
            await SeeAsync(app.GetAsync(path));
        }

        await SeeAsync(app.GetAsync("/v1/sites/demo/decisions", app.ApiKey));
        Answer feed = await SeeAsync(app.GetAsync("/v1/sites/demo/comments.json"));
        Assert.All(replies, reply => Assert.Contains(reply.Id, feed.Text, StringComparison.Ordinal));
        foreach ((string id, string token, _) in replies)
        {
            await SeeAsync(app.WithdrawAsync(id, token));
        }
    }

    /// <summary>Moderators read names and texts as they were written, and links and pages as well; an address that was sealed they do not find there.</summary>
    private async Task SeeConsoleAsync(IReadOnlyList<string> ids)
    {
        using ConsoleVisitor visitor = new(app);
        await visitor.SignInAsync();
        foreach (string path in ids.SelectMany(id => new[] { $"/moderate/replies/{id}", $"/moderate/replies/demo/{id}" }).Concat(["/moderate", "/moderate/campaigns?site=demo", "/moderate/search?site=demo&q=bridge", "/moderate?site=demo&queue=approved", $"/moderate?site={Sealed("queue", "site")}&queue={Sealed("queue", "queue")}"]))
        {
            Answer answer = (await visitor.GetAsync(path)).With(HttpStatusCode.OK);
            seenByModerators.Add(($"the page {path.Split('?')[0]}", answer.Text));
        }

        Assert.Contains(seenByModerators, page => page.Text.Contains("Rules that matched", StringComparison.Ordinal));

        // A file leaves the console: nothing typed stands in it either.
        foreach (string format in new[] { "csv", "jsonl" })
        {
            Answer export = await SeeAsync(visitor.GetAsync($"/moderate/search/export?site=demo&format={format}"));
            Assert.Contains("receivedAt", export.Text, StringComparison.Ordinal);
            await SeeAsync(visitor.GetAsync($"/moderate/search/export?site=demo&format={format}&q={Uri.EscapeDataString($"email:{Sealed("search", format)}")}"));
        }
    }

    private async Task SearchAsync()
    {
        List<string> leaks = [.. seenByModerators.SelectMany(page => sealedOnes.SelectMany(canary => canary.FoundIn(page.Text)).Select(found => $"{found} in {page.What}"))];
        foreach ((string what, string text) in seen)
        {
            leaks.AddRange(sealedOnes.Concat(typed).SelectMany(canary => canary.FoundIn(text)).Select(found => $"{found} in {what}"));
        }

        foreach (string file in Directory.EnumerateFiles(app.DataDirectory, "*", SearchOption.AllDirectories))
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream bytes = new();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            string text = Encoding.Latin1.GetString(bytes.ToArray());
            bool isStore = Path.GetFileName(file).StartsWith("moderation.db", StringComparison.Ordinal);
            leaks.AddRange(sealedOnes.Concat(isStore ? [] : typed).SelectMany(canary => canary.FoundIn(text)).Select(found => $"{found} in the file {Path.GetFileName(file)}"));
        }

        Assert.True(leaks.Count == 0, string.Join('\n', leaks.Distinct()));
        Assert.True(sealedOnes.Count > 20 && typed.Count > 15 && seen.Count > 50, "The test planted or saw too little to mean anything.");
    }

    /// <summary>An address that may be nowhere, not even in the store: sealed, or not kept at all.</summary>
    private string Sealed(string door, string field) => Plant(sealedOnes, door, field);

    /// <summary>An address typed where none belongs: it stays in the store as it was written, and leaves it nowhere.</summary>
    private string Typed(string door, string field) => Plant(typed, door, field);

    private string Plant(List<Canary> list, string door, string field)
    {
        Canary canary = new($"{door}: {field}", $"canary{++planted}bird@nest{planted}.example");
        list.Add(canary);
        return canary.Address;
    }

    private async Task<Answer> SeeAsync(Task<Answer> asked)
    {
        Answer answer = await asked;
        string request = answer.Request.Split('?')[0];
        seen.Add(($"the answer to {request}", answer.Text));
        seen.Add(($"the headers of the answer to {request}", string.Join('\n', answer.Headers.Select(header => $"{header.Key}: {header.Value}"))));
        return answer;
    }
}
