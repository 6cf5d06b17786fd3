using System.Net;
using Moderation.Server.Tests.Fixtures;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Doors;

public sealed class PostingForms(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task A_form_leads_back_to_the_comment_on_its_page()
    {
        string body = SomeReply.Friendly();
        Answer answer = (await app.PostFormAsync(SomeReply.Form(app.PublicKey, body, "https://gazette.example/form?p=123&reply=waiting#old"))).With(HttpStatusCode.SeeOther);

        Uri location = new(answer.Header("Location")!);
        Assert.Equal("https://gazette.example/form?p=123&reply=approved", location.GetLeftPart(UriPartial.Query));
        string id = location.Fragment["#comment-".Length..];
        Submission stored = (await app.StoredAsync(id))!;
        Assert.Equal(body, stored.Body);
        Assert.Equal(SubmissionSource.Form, stored.Source);
        Assert.Contains(id, (await app.ThreadAsync("https://gazette.example/form?p=123")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spam_from_a_form_is_not_published_and_the_page_is_told()
    {
        Answer answer = (await app.PostFormAsync(SomeReply.Form(app.PublicKey, SomeReply.Spam()))).With(HttpStatusCode.SeeOther);

        Assert.Matches("[?&]reply=(waiting|refused)#reply-status$", answer.Header("Location"));
    }

    [Fact]
    public async Task A_filled_field_that_people_do_not_see_is_never_published()
    {
        Dictionary<string, string> form = SomeReply.Form(app.PublicKey);
        form["honeypot"] = "x";
        Answer answer = (await app.PostFormAsync(form)).With(HttpStatusCode.SeeOther);

        Assert.DoesNotContain("reply=approved", answer.Header("Location"), StringComparison.Ordinal);
        Assert.DoesNotContain(form["body"], (await app.ThreadAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_the_same_text_through_every_door()
    {
        string unique = SomeReply.Friendly();
        Dictionary<string, string> form = SomeReply.Form(app.PublicKey, $"{unique}\r\n\r\nSecond paragraph.");
        Answer answer = (await app.PostFormAsync(form)).With(HttpStatusCode.SeeOther);

        string id = new Uri(answer.Header("Location")!).Fragment["#comment-".Length..];
        Assert.Equal($"{unique}\n\nSecond paragraph.", (await app.StoredAsync(id))!.Body);
    }

    [Fact]
    public async Task A_form_that_is_not_acceptable_is_shown_again_with_what_was_typed_but_not_the_address()
    {
        Dictionary<string, string> form = SomeReply.Form(app.PublicKey, "<script>alert('body')</script>");
        form["name"] = "";
        form["email"] = "not shown again@example.net";
        form["title"] = "<img src=x onerror=alert(1)>";
        form["url"] = "javascript:alert(1)\"><script>";
        Answer answer = (await app.PostFormAsync(form)).With(HttpStatusCode.BadRequest);

        Assert.Equal("text/html", answer.ContentType?.MediaType);
        Assert.Contains("&lt;script&gt;alert(", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript:", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("not shown again", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_posts_a_form_gets_a_problem_document()
    {
        Dictionary<string, string> form = SomeReply.Form(app.PublicKey);
        form["body"] = " ";
        (await app.PostFormAsync(form, accept: "application/json")).Invalid("body");
    }

    [Fact]
    public async Task A_form_without_its_key_or_with_a_wrong_one_is_refused()
    {
        Dictionary<string, string> form = SomeReply.Form("pk_wrong");
        (await app.PostFormAsync(form)).Problem(HttpStatusCode.Unauthorized, "key_unknown");
        form.Remove("key");
        (await app.PostFormAsync(form)).Problem(HttpStatusCode.Unauthorized, "key_missing");
    }

    [Fact]
    public async Task A_form_from_a_foreign_page_is_refused() =>
        (await app.PostFormAsync(SomeReply.Form(app.PublicKey), origin: "https://evil.example")).Problem(HttpStatusCode.Forbidden, "origin_not_allowed");

    [Fact]
    public async Task A_form_larger_than_a_reply_can_be_is_refused()
    {
        Dictionary<string, string> form = SomeReply.Form(app.PublicKey, new string('a', 600_000));
        (await app.PostFormAsync(form, accept: "application/json")).Problem(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task The_way_back_is_the_page_without_any_address_in_it()
    {
        Dictionary<string, string> form = SomeReply.Form(app.PublicKey, page: "https://ana%40example.net:secret@gazette.example/form?subscriber=ana@example.net&p=1");
        Answer answer = (await app.PostFormAsync(form)).With(HttpStatusCode.SeeOther);

        Assert.StartsWith("https://gazette.example/form?p=1&reply=", answer.Header("Location"), StringComparison.Ordinal);
    }
}
