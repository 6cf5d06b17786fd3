using System.Globalization;
using Moderation.Comments;
using Moderation.Pages;

namespace Moderation.Server.Demo;

/// <summary>The page at <c>/demo</c>: an article, its comments and the form. A pure function of its view; it works without JavaScript because it has none.</summary>
internal static class DemoPage
{
    private const int ExcerptChars = 140;

    /// <summary>The whole document.</summary>
    public static string Render(DemoView view) => PageShell.Render(DemoArticle.Title, view.Site, html =>
    {
        DemoArticle.Write(html);
        html.Open("section", ("class", "discussion"), ("id", "comments"), ("aria-labelledby", "comments-heading")).Line();
        html.Element("h2", Heading(view.Thread), ("id", "comments-heading")).Line();
        WriteStatus(html, view.Status, view.IsReported);
        WriteThread(html, view);
        html.Close("section").Line();
        WriteReply(html, view);
    });

    private static string Heading(ThreadView thread) => thread.Count switch
    {
        // Nothing is shown of a hidden page, so nothing is said about how many there are.
        0 when thread.Page.Mode == PageMode.Hidden => "Comments",
        0 => "No comments yet",
        1 => "One comment",
        _ => string.Create(CultureInfo.InvariantCulture, $"{thread.Count:N0} comments"),
    };

    private static void WriteStatus(HtmlWriter html, DemoStatus? status, bool isReported)
    {
        if (isReported)
        {
            html.Element("p", "Thank you. A moderator will look at the comment you reported.", ("class", "status waiting"), ("id", "report-status"), ("role", "status"), ("tabindex", "-1")).Line();
        }

        if (status is not { } known)
        {
            return;
        }

        (string style, string text) = known switch
        {
            DemoStatus.Approved => ("approved", "Thank you. Your comment is published."),
            DemoStatus.Waiting => ("waiting", "Thank you. Your comment has arrived, and a moderator will read it before it appears."),
            DemoStatus.Refused => ("refused", "Your comment was not published, because it looked like spam to our filter. Filters make mistakes: a moderator can still publish it."),
        };
        html.Element("p", text, ("class", $"status {style}"), ("id", "reply-status"), ("role", "status"), ("tabindex", "-1")).Line();
    }

    private static void WriteThread(HtmlWriter html, DemoView view)
    {
        if (view.After is not null)
        {
            html.Open("p", ("class", "parts")).Element("a", "Back to the first comments", ("href", "/demo#comments")).Close("p").Line();
        }

        if (view.Thread.Comments.Count == 0 && view.After is null && Accepts(view.Thread.Page.Mode))
        {
            html.Element("p", "Be the first to say something.", ("class", "quiet")).Line();
        }

        CommentsHtml.Write(html, view.Thread.Comments, Accepts(view.Thread.Page.Mode) ? comment => Address(view, comment.Id) : null, (to, comment) => ReportFormHtml.Write(to, view.Site, view.PublicKey, comment));
        if (view.Thread.Next is { } next)
        {
            html.Open("p", ("class", "parts")).Element("a", "More comments", ("href", $"/demo?after={Uri.EscapeDataString(next)}#comments")).Close("p").Line();
        }
    }

    private static void WriteReply(HtmlWriter html, DemoView view)
    {
        html.Open("section", ("class", "leave-a-reply"), ("id", "leave-a-reply"), ("aria-labelledby", "reply-heading")).Line();
        if (!Accepts(view.Thread.Page.Mode))
        {
            html.Element("h2", "Comments are closed", ("id", "reply-heading"));
            html.Element("p", "This article does not take new comments at present.", ("class", "quiet")).Close("section").Line();
            return;
        }

        CommentView? parent = view.ReplyTo is { } id ? CommentsHtml.Find(view.Thread.Comments, id) : null;
        html.Open("h2", ("id", "reply-heading")).Text("Leave a Reply");
        if (parent is not null)
        {
            html.Text(" to ").Element("bdi", parent.Author.Name);
        }

        html.Close("h2").Line();
        if (parent is not null)
        {
            html.Open("blockquote", ("class", "replying"), ("dir", "auto")).Element("p", Excerpt(parent.Body)).Close("blockquote");
            html.Open("p", ("class", "actions")).Element("a", "Cancel reply", ("href", Address(view, replyTo: null))).Close("p").Line();
        }

        if (view.Thread.Page.Mode == PageMode.Premoderated)
        {
            html.Element("p", "A moderator reads every comment on this article before it appears.", ("class", "quiet")).Line();
        }

        ReplyFormHtml.Write(html, new ReplyFormView
        {
            Site = view.Site,
            PublicKey = view.PublicKey,
            PageUrl = view.PageUrl,
            PageTitle = DemoArticle.Title,
            ParentId = parent?.Id.ToString("D"),
            RequiresEmail = view.RequiresEmail,
        });
        html.Close("section").Line();
    }

    private static bool Accepts(PageMode mode) => mode switch
    {
        PageMode.Open or PageMode.Premoderated => true,
        PageMode.Readonly or PageMode.Closed or PageMode.Hidden => false,
    };

    /// <summary>This part of the thread with the form replying to that comment, or to nothing.</summary>
    private static string Address(DemoView view, Guid? replyTo)
    {
        string[] query =
        [
            .. view.After is { } after ? [$"after={Uri.EscapeDataString(after)}"] : Array.Empty<string>(),
            .. replyTo is { } id ? [$"reply-to={id:D}"] : Array.Empty<string>(),
        ];
        return $"/demo{(query.Length == 0 ? "" : "?")}{string.Join('&', query)}#leave-a-reply";
    }

    /// <summary>The start of a comment on one line, cut between letters as readers see them.</summary>
    private static string Excerpt(string body)
    {
        string line = string.Join(' ', body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= ExcerptChars)
        {
            return line;
        }

        StringInfo letters = new(line[..Math.Min(line.Length, ExcerptChars * 8)]);
        return letters.SubstringByTextElements(0, Math.Min(letters.LengthInTextElements, ExcerptChars)).TrimEnd() + "…";
    }
}
