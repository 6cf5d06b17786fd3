using Moderation.Server.Demo;

namespace Moderation.Server.Tests.Demo;

public sealed class SendingTheFormAgain
{
    private static readonly FormErrorView View = new()
    {
        Site = "gazette",
        PublicKey = "pk_test",
        PageUrl = "https://gazette.example/demo",
        PageTitle = "A title",
        ParentId = "01934a10-0000-7000-8000-000000000001",
        Name = "",
        Website = "ftp://ana.example",
        Body = "\nHello <there>",
        Errors = new Dictionary<string, string[]>
        {
            ["author.name"] = ["author.name is required."],
            ["author.url"] = ["author.url must be an http or https address."],
            [""] = ["The page takes no comments now."],
        },
    };

    [Fact]
    public void Each_field_is_named_by_its_label_and_linked()
    {
        string page = FormErrorPage.Render(View);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("<li><a href=\"#name\">Name is required.</a></li>", page, StringComparison.Ordinal);
        Assert.Contains("<li><a href=\"#url\">Website must be an http or https address.</a></li>", page, StringComparison.Ordinal);
        Assert.Contains("<li>The page takes no comments now.</li>", page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"field-error\" id=\"name-error\">Name is required.</p>", page, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\" aria-describedby=\"name-error\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_is_still_there_and_the_address_is_not()
    {
        string page = FormErrorPage.Render(View);
        Assert.Contains(">\n&#xA;Hello &lt;there&gt;</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("value=\"ftp://ana.example\"", page, StringComparison.Ordinal);
        Assert.Contains("name=\"parentId\" value=\"01934a10-0000-7000-8000-000000000001\"", page, StringComparison.Ordinal);
        Assert.Contains("name=\"page\" value=\"https://gazette.example/demo\"", page, StringComparison.Ordinal);
        Assert.Contains("<input type=\"email\" id=\"email\" name=\"email\" maxlength=\"254\" aria-describedby=\"form-note\" autocomplete=\"email\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_page_gives_the_text_back_and_no_form()
    {
        string page = FormErrorPage.Render(View with { IsPageClosed = true });
        Assert.Contains("does not take new comments", page, StringComparison.Ordinal);
        Assert.Contains("Hello &lt;there&gt;", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://gazette.example/demo\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_values_are_inert()
    {
        const string hostile = "</textarea>\"><script>alert(1)</script>";
        string page = FormErrorPage.Render(View with
        {
            Site = hostile,
            PublicKey = hostile,
            PageUrl = "javascript:alert(1)",
            PageTitle = hostile,
            ParentId = hostile,
            Name = hostile,
            Website = hostile,
            Body = hostile,
            Errors = new Dictionary<string, string[]> { [hostile] = [hostile], ["body"] = [hostile] },
        });
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript:", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, page.Split("</textarea>").Length);
    }

    [Fact]
    public void A_site_that_wants_an_address_marks_the_field()
    {
        Assert.Contains("name=\"email\" maxlength=\"254\" required", FormErrorPage.Render(View with { RequiresEmail = true }), StringComparison.Ordinal);
    }
}
