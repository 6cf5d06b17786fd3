using Moderation.Intake;

namespace Moderation.Server.Demo;

/// <summary>The form once more, after a post that could not be accepted: one sentence per field, and nothing but the e-mail address to type again.</summary>
internal static class FormErrorPage
{
    /// <summary>The member that a website fills in and no reader. It is not given back: a token may hold an address.</summary>
    private const string IdentityMember = "author.identity";

    /// <summary>The whole document.</summary>
    public static string Render(FormErrorView view)
    {
        List<(string? Field, string Sentence)> problems = [.. view.Errors.SelectMany(error => error.Value.Select(sentence => Speak(error.Key, sentence)))];
        return PageShell.Render("Your comment was not sent", view.Site, html =>
        {
            html.Open("section", ("class", "leave-a-reply"), ("id", "leave-a-reply"), ("aria-labelledby", "reply-heading")).Line();
            html.Element("h1", "Your comment was not sent", ("id", "reply-heading")).Line();
            if (view.IsPageClosed)
            {
                WriteClosed(html, view);
                return;
            }

            WriteSummary(html, problems);
            ReplyFormHtml.Write(html, new ReplyFormView
            {
                Site = view.Site,
                PublicKey = view.PublicKey,
                PageUrl = view.PageUrl,
                PageTitle = view.PageTitle,
                ParentId = view.ParentId,
                Name = view.Name,
                Website = view.Website,
                Body = view.Body,
                RequiresEmail = view.RequiresEmail,
                Errors = problems.Where(problem => problem.Field is not null).GroupBy(problem => problem.Field!).ToDictionary(
                    group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(problem => problem.Sentence)]),
            });
            WriteEnd(html, view);
        });
    }

    /// <summary>The page was closed while the reader wrote: no form, and the text is there to be copied.</summary>
    private static void WriteClosed(HtmlWriter html, FormErrorView view)
    {
        html.Element("p", "This article does not take new comments at present. What you wrote is below, so that you can keep it.", ("class", "status refused"), ("role", "alert")).Line();
        html.Open("blockquote", ("class", "replying"), ("dir", "auto"));
        CommentBody.Write(html, view.Body);
        html.Close("blockquote").Line();
        WriteEnd(html, view);
    }

    private static void WriteEnd(HtmlWriter html, FormErrorView view)
    {
        if (HtmlWriter.SafeUrl(view.PageUrl) is { } page)
        {
            html.Open("p", ("class", "actions")).Element("a", "Back to the article", ("href", page)).Close("p").Line();
        }

        html.Close("section").Line();
    }

    private static void WriteSummary(HtmlWriter html, List<(string? Field, string Sentence)> problems)
    {
        html.Open("div", ("class", "status refused"), ("role", "alert"));
        html.Element("p", "Please look at this and send it again. What you typed is still here, except your email address, which we do not send back.");
        html.Open("ul");
        foreach ((string? field, string sentence) in problems)
        {
            html.Open("li");
            if (field is null)
            {
                html.Text(sentence);
            }
            else
            {
                html.Element("a", sentence, ("href", $"#{field}"));
            }

            html.Close("li");
        }

        html.Close("ul").Close("div").Line();
    }

    /// <summary>Says <c>Name</c> where the validator says <c>author.name</c>: the label is what the reader sees. A member that people cannot fill in has no field.</summary>
    private static (string? Field, string Sentence) Speak(string member, string sentence)
    {
        if (member == IdentityMember)
        {
            return (null, "Your sign-in could not be checked. Go back to the article, sign in again and send your comment from there.");
        }

        string? field = ReplyForm.FieldOf(member);
        (string Field, string Label) known = ReplyFormHtml.Fields.FirstOrDefault(entry => entry.Field == field);
        if (known.Field is null)
        {
            return (null, sentence);
        }

        return (known.Field, sentence.StartsWith(member, StringComparison.Ordinal) ? known.Label + sentence[member.Length..] : sentence);
    }
}
