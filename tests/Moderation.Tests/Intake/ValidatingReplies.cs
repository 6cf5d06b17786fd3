using System.Net;
using System.Text;
using CsCheck;
using Moderation.Contracts;
using Moderation.Intake;
using static Moderation.Tests.Intake.SomeReply;

namespace Moderation.Tests.Intake;

public sealed class ValidatingReplies
{
    private const string Grin = "\U0001F600";

    [Fact]
    public void The_least_a_website_can_send_is_accepted()
    {
        ValidReply reply = Accept(Valid);

        Assert.Equal("gazette", reply.Site.Value);
        Assert.Null(reply.Id);
        Assert.Equal("url:https://gazette.example/2026/bridge", reply.Page.Key);
        Assert.Equal(Now, reply.SubmittedAt);
        Assert.Equal(Now, reply.ReceivedAt);
        Assert.False(reply.Honeypot);
        Assert.Empty(reply.Warnings);
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        Validation validation = Validate(new SubmitReply());

        Assert.Equal(RefusalCodes.Invalid, validation.RefusedAs);
        Assert.Equal(["author.name", "body", "page.url", "site"], validation.Errors.Keys.Order());
        Assert.All(validation.Errors.Values, sentences => Assert.EndsWith("is required.", Assert.Single(sentences), StringComparison.Ordinal));
    }

    [Fact]
    public void A_member_of_the_wrong_type_is_not_called_missing_as_well()
    {
        ReadReply read = ReplyReader.Read("""{"items": [{"site": "gazette", "page": 1, "author": "Ana", "body": 2}]}"""u8).Replies[0];

        Validation validation = ReplyValidator.Validate(read, new ReplyContext { ReceivedAt = Now });

        Assert.Equal(["items[0].author", "items[0].body", "items[0].page"], validation.Errors.Keys.Order());
    }

    [Fact]
    public void An_item_that_is_no_object_has_one_error()
    {
        ReadReply read = ReplyReader.Read("""{"items": [7]}"""u8).Replies[0];

        Assert.Equal(["items[0]"], ReplyValidator.Validate(read, new ReplyContext { ReceivedAt = Now }).Errors.Keys);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_as_unreadable()
    {
        ReadReply read = ReplyReader.Read("""{"site": "gazette", "page": {"url": "https://a.example/"}, "author": {"name": "Ana"}, "body": "\udead"}"""u8).Replies[0];

        Validation validation = ReplyValidator.Validate(read, new ReplyContext { ReceivedAt = Now });

        Assert.Equal(RefusalCodes.Unreadable, validation.RefusedAs);
        Assert.Equal(["body"], validation.Errors.Keys);
    }

    [Theory]
    [InlineData(null, "gazette", true)]
    [InlineData("gazette", "gazette", true)]
    [InlineData("gazette", null, true)]
    [InlineData("herald", "gazette", false)]
    [InlineData(null, null, false)]
    [InlineData("Gazette", null, false)]
    [InlineData("-gazette", null, false)]
    [InlineData("gazette.example", null, false)]
    public void The_site_comes_from_the_message_or_the_route(string? sent, string? route, bool isValid)
    {
        Validation validation = Validate(Valid with { Site = sent }, route);

        Assert.Equal(isValid ? [] : ["site"], validation.Errors.Keys);
        Assert.Equal(isValid ? "gazette" : null, validation.Reply?.Site.Value);
    }

    [Theory]
    [InlineData("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", true)]
    [InlineData("01937F3E-8C1A-7CC2-B5A6-0F6E5B1C9D10", true)]
    [InlineData("", true)]
    [InlineData("4711", false)]
    [InlineData("{01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10}", false)]
    [InlineData("00000000-0000-0000-0000-000000000000", false)]
    public void Ids_are_uuids(string id, bool isValid)
    {
        Assert.Equal(isValid ? [] : ["id"], Validate(Valid with { Id = id }).Errors.Keys);
        Assert.Equal(isValid ? [] : ["parentId"], Validate(Valid with { ParentId = id }).Errors.Keys);
        Assert.Equal(isValid ? [] : ["replacesId"], Validate(Valid with { ReplacesId = id }).Errors.Keys);
    }

    [Theory]
    [InlineData(20_000, "a", true)]
    [InlineData(20_001, "a", false)]
    [InlineData(20_000, "é", true)]
    [InlineData(20_001, "é", false)]
    [InlineData(20_000, "橋", true)]
    [InlineData(16_381, Grin, true)]
    [InlineData(16_382, Grin, false)]
    [InlineData(65_526, "a", false)]
    public void A_body_has_at_most_20000_characters_and_65525_bytes(int count, string character, bool isValid) =>
        Assert.Equal(isValid ? [] : ["body"], Validate(Valid with { Body = Repeat(character, count) }).Errors.Keys);

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\u200B\u200D\u2060")]
    [InlineData("\u202E\u202C")]
    [InlineData("\0\0")]
    public void A_body_in_which_there_is_nothing_to_see_is_empty(string body) =>
        Assert.Equal(["body must not be empty."], Validate(Valid with { Body = body }).Errors["body"]);

    [Theory]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("cafe\u0301", "caf\u00E9")]
    [InlineData("\u202Eabc", "\u202Eabc")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("  two\r\nlines ", "  two\r\nlines ")]
    public void A_body_is_made_storable_and_otherwise_kept(string sent, string stored) =>
        Assert.Equal(stored, Accept(Valid with { Body = sent }).Body);

    [Fact]
    public void Half_a_surrogate_pair_that_got_through_a_parser_is_replaced()
    {
        // Not a theory: attributes are stored as UTF-8, which cannot hold what this is about.
        Assert.Equal("a\uFFFDb", Accept(Valid with { Body = "a\uD83Db" }).Body);
        Assert.Equal("\uFFFDa", Accept(Valid with { Body = "\uDE00a" }).Body);
        Assert.Equal("a\uFFFD", Accept(Valid with { Body = "a\uD83D" }).Body);
        Assert.Equal("\uFFFD" + Grin + "\uFFFD", Accept(Valid with { Body = "\uD83D" + Grin + "\uDE00" }).Body);
    }

    [Theory]
    [InlineData(" Ana ", "Ana")]
    [InlineData("Ana\r\nMaria", "Ana  Maria")]
    [InlineData("Ana\0", "Ana\uFFFD")]
    [InlineData("<b>Ana</b>", "<b>Ana</b>")]
    [InlineData("Ana\u202E", "Ana\u202E")]
    public void A_name_is_one_line(string sent, string stored) =>
        Assert.Equal(stored, Accept(WithAuthor(author => author with { Name = sent })).Author.Name);

    [Theory]
    [InlineData(245, true)]
    [InlineData(246, false)]
    public void A_name_has_at_most_245_characters(int count, bool isValid) =>
        Assert.Equal(isValid ? [] : ["author.name"], Validate(WithAuthor(author => author with { Name = Repeat(Grin, count) })).Errors.Keys);

    [Theory]
    [InlineData("ana@example.net", true)]
    [InlineData("ana@localhost", true)]
    [InlineData("åsa@exämple.test", true)]
    [InlineData("", true)]
    [InlineData("ana", false)]
    [InlineData("@example.net", false)]
    [InlineData("ana@", false)]
    [InlineData("ana maria@example.net", false)]
    [InlineData("ana@example.net\nbcc: x@example.net", false)]
    public void An_email_address_looks_like_one(string sent, bool isValid) =>
        Assert.Equal(isValid ? [] : ["author.email"], Validate(WithAuthor(author => author with { Email = sent })).Errors.Keys);

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, false)]
    public void An_email_address_has_at_most_254_characters(int count, bool isValid)
    {
        string email = new string('a', count - "@example.net".Length) + "@example.net";

        Assert.Equal(isValid ? [] : ["author.email"], Validate(WithAuthor(author => author with { Email = email })).Errors.Keys);
    }

    [Fact]
    public void A_site_may_require_an_email_address()
    {
        Assert.Equal(["author.email"], Validate(Valid, requiresEmail: true).Errors.Keys);
        Assert.True(Validate(WithAuthor(author => author with { Email = "ana@example.net" }), requiresEmail: true).IsValid);
    }

    [Theory]
    [InlineData("https://ana.example", "https://ana.example")]
    [InlineData(" HTTP://ana.example/x ", "HTTP://ana.example/x")]
    [InlineData("ana.example", "https://ana.example")]
    [InlineData("ana.example:8080/me", "https://ana.example:8080/me")]
    [InlineData("//ana.example", "https://ana.example")]
    [InlineData("https://ana.example/\"><script>", "https://ana.example/\"><script>")]
    [InlineData("", null)]
    [InlineData("  ", null)]
    public void An_authors_address_without_a_scheme_gets_https(string sent, string? stored) =>
        Assert.Equal(stored, Accept(WithAuthor(author => author with { Url = sent })).Author.Url);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("ftp://ana.example")]
    [InlineData("mailto:ana@example.net")]
    [InlineData("https:ana.example")]
    [InlineData("https://")]
    [InlineData("not an address")]
    [InlineData("https://ana.example/a b")]
    [InlineData("https:\\\\ana.example")]
    public void An_authors_address_leads_to_the_web_or_is_refused(string sent) =>
        Assert.Equal(["author.url"], Validate(WithAuthor(author => author with { Url = sent })).Errors.Keys);

    [Theory]
    [InlineData("2026-11-23T10:14:00Z", "2026-11-23T10:14:00Z", false)]
    [InlineData("2001-05-06T00:00:00Z", "2001-05-06T00:00:00Z", false)]
    [InlineData("2026-11-23T10:16:00Z", "2026-11-23T10:15:01Z", false)]
    [InlineData("2026-11-23T11:15:00Z", "2026-11-23T10:15:01Z", true)]
    [InlineData("9999-12-31T23:59:59Z", "2026-11-23T10:15:01Z", true)]
    [InlineData("0001-01-01T00:00:00Z", "2026-11-23T10:15:01Z", true)]
    [InlineData("1999-12-31T23:59:59Z", "2026-11-23T10:15:01Z", true)]
    public void A_time_that_cannot_be_right_is_replaced_by_the_time_of_arrival(string sent, string stored, bool warns)
    {
        ValidReply reply = Accept(Valid with { SubmittedAt = DateTimeOffset.Parse(sent, System.Globalization.CultureInfo.InvariantCulture) });

        Assert.Equal(DateTimeOffset.Parse(stored, System.Globalization.CultureInfo.InvariantCulture), reply.SubmittedAt);
        Assert.Equal(warns ? [ReplyWarnings.SubmittedAtReplaced] : [], reply.Warnings);
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData(" 2001:db8::1 ", "2001:db8::1")]
    [InlineData("::ffff:203.0.113.9", "::ffff:203.0.113.9")]
    [InlineData("", null)]
    public void The_visitors_address_is_read(string sent, string? expected) =>
        Assert.Equal(expected is null ? null : IPAddress.Parse(expected), Accept(Valid with { Client = new ClientDetails { Ip = sent } }).ClientAddress);

    [Theory]
    [InlineData("1")]
    [InlineData("unknown")]
    [InlineData("203.0.113.9, 198.51.100.2")]
    [InlineData("300.1.1.1")]
    public void An_address_that_is_none_is_refused(string sent) =>
        Assert.Equal(["client.ip"], Validate(Valid with { Client = new ClientDetails { Ip = sent } }).Errors.Keys);

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(41.2, 41.2)]
    [InlineData(-1.0, null)]
    [InlineData(double.PositiveInfinity, null)]
    [InlineData(double.NaN, null)]
    public void Seconds_that_cannot_be_right_are_left_out_with_a_warning(double sent, double? stored)
    {
        ValidReply reply = Accept(Valid with { ElapsedSeconds = sent });

        Assert.Equal(stored, reply.ElapsedSeconds);
        Assert.Equal(stored is null ? [ReplyWarnings.ElapsedSecondsIgnored] : [], reply.Warnings);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("x", true)]
    public void A_filled_hidden_field_is_noted(string? sent, bool expected) =>
        Assert.Equal(expected, Accept(Valid with { Honeypot = sent }).Honeypot);

    [Fact]
    public void The_websites_own_name_identifies_the_page()
    {
        ValidReply reply = Accept(WithPage(page => page with { Id = " post-4711 ", Title = "The bridge\nreopens" }));

        Assert.Equal("id:post-4711", reply.Page.Key);
        Assert.Equal("The bridge reopens", reply.Page.Title);
    }

    [Fact]
    public void A_long_headline_is_cut_between_characters_and_a_long_page_id_is_refused()
    {
        ValidReply reply = Accept(WithPage(page => page with { Title = Repeat(Grin, 501) }));

        Assert.Equal(Repeat(Grin, 500), reply.Page.Title);
        Assert.Equal([ReplyWarnings.TitleCut], reply.Warnings);
        Assert.Equal(["page.id"], Validate(WithPage(page => page with { Id = new string('p', 256) })).Errors.Keys);
    }

    [Theory]
    [InlineData("/2026/bridge")]
    [InlineData("ftp://gazette.example/")]
    [InlineData("gazette.example/2026")]
    [InlineData("https://")]
    public void A_page_has_an_absolute_web_address(string url) =>
        Assert.Equal(["page.url"], Validate(WithPage(page => page with { Url = url })).Errors.Keys);

    [Fact]
    public void No_sentence_repeats_what_was_sent()
    {
        const string planted = "planted-canary";
        Validation validation = Validate(new SubmitReply
        {
            Id = planted,
            Site = planted + "!",
            ParentId = planted,
            Page = new PageReference { Url = planted },
            Author = new AuthorDetails { Name = planted + new string('x', 300), Email = planted, Url = "javascript:" + planted },
            Client = new ClientDetails { Ip = planted },
        });

        Assert.Equal(9, validation.Errors.Count);
        Assert.DoesNotContain(planted, string.Concat(validation.Errors.SelectMany(error => error.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_at_all_becomes_storable_and_cleaning_twice_changes_nothing() => Gen.Char.Array[0, 40].Sample(characters =>
    {
        string cleaned = ReplyText.Clean(new string(characters));

        Assert.DoesNotContain('\0', cleaned);
        Assert.Equal(cleaned, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cleaned)));
        Assert.Equal(cleaned, ReplyText.Clean(cleaned));
    });

    [Fact]
    public void A_form_is_read_like_json_and_its_lines_end_like_those_of_json()
    {
        var form = new Dictionary<string, string?>
        {
            ["page"] = "https://gazette.example/2026/bridge",
            ["title"] = "The bridge reopens",
            ["parentId"] = "",
            ["name"] = "Ana",
            ["email"] = "ana@example.net",
            ["url"] = "ana.example",
            ["body"] = "one\r\ntwo",
            ["honeypot"] = "",
            ["key"] = "pk_x",
        };

        Validation validation = ReplyValidator.Validate(
            ReplyForm.Read(form.GetValueOrDefault).Replies[0],
            new ReplyContext { ReceivedAt = Now, RouteSite = Moderation.Sites.SiteId.Parse("gazette") });

        Assert.True(validation.IsValid);
        Assert.Equal("one\ntwo", validation.Reply.Body);
        Assert.Equal("https://ana.example", validation.Reply.Author.Url);
        Assert.Null(validation.Reply.ParentId);
        Assert.Equal("name", ReplyForm.FieldOf("author.name"));
    }

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
