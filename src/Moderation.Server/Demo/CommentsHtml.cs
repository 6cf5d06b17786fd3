using System.Globalization;
using Moderation.Comments;

namespace Moderation.Server.Demo;

/// <summary>Writes a thread as nested lists.</summary>
internal static class CommentsHtml
{
    /// <summary>Writes the comments; nothing when there are none.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="comments">Oldest first.</param>
    /// <param name="replyLink">The address of the page with its form replying to that comment; null when the page accepts nothing.</param>
    /// <param name="report">Writes what a reader can say about a comment that should not be there.</param>
    public static void Write(HtmlWriter html, IReadOnlyList<CommentView> comments, Func<CommentView, string>? replyLink, Action<HtmlWriter, CommentView> report)
    {
        if (comments.Count == 0)
        {
            return;
        }

        html.Open("ol", ("class", "comments")).Line();
        foreach (CommentView comment in comments)
        {
            html.Open("li");
            if (comment.Removed)
            {
                WritePlaceholder(html, comment);
            }
            else
            {
                WriteOne(html, comment, replyLink, report);
            }

            Write(html, comment.Replies, replyLink, report);
            html.Close("li").Line();
        }

        html.Close("ol").Line();
    }

    /// <summary>The comment with that id anywhere in the thread; null when it is not there, or was removed.</summary>
    public static CommentView? Find(IReadOnlyList<CommentView> comments, Guid id)
    {
        foreach (CommentView comment in comments)
        {
            if ((comment.Id == id && !comment.Removed ? comment : Find(comment.Replies, id)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static void WritePlaceholder(HtmlWriter html, CommentView comment)
    {
        html.Open("article", ("class", "comment removed"), ("id", $"comment-{comment.Id:D}")).Line();
        html.Element("p", "This comment was removed.");
        html.Close("article").Line();
    }

    private static void WriteOne(HtmlWriter html, CommentView comment, Func<CommentView, string>? replyLink, Action<HtmlWriter, CommentView> report)
    {
        string id = $"comment-{comment.Id:D}";
        html.Open("article", ("class", "comment"), ("id", id), ("aria-labelledby", $"{id}-author")).Line();
        html.Open("header");
        html.Element("span", Initials.Of(comment.Author.Name), ("class", $"avatar tone-{Initials.ToneOf(comment.Author.Name)}"), ("aria-hidden", "true"));
        html.Open("p", ("class", "byline")).Open("span", ("class", "author"), ("id", $"{id}-author"));
        WriteAuthor(html, comment.Author);
        html.Close("span");
        if (comment.Featured)
        {
            html.Text(" ").Element("span", "Editor’s pick", ("class", "featured"));
        }

        html.Text(" ").Open("a", ("class", "when"), ("href", $"#{id}"));
        html.Element("time", Day(comment.SubmittedAt), ("datetime", Machine(comment.SubmittedAt))).Close("a");
        html.Close("p").Close("header").Line();
        html.Open("div", ("class", "body"), ("dir", "auto"));
        CommentBody.Write(html, comment.Body);
        html.Close("div").Line();
        if (replyLink is not null)
        {
            html.Open("p", ("class", "actions")).Open("a", ("href", replyLink(comment)), ("rel", "nofollow"));
            html.Text("Reply").Open("span", ("class", "out-of-sight")).Text(" to ").Element("bdi", comment.Author.Name).Close("span");
            html.Close("a").Close("p").Line();
        }

        report(html, comment);
        html.Close("article").Line();
    }

    private static void WriteAuthor(HtmlWriter html, CommentAuthor author)
    {
        if (HtmlWriter.SafeUrl(author.Url) is { } url)
        {
            html.Open("a", ("href", url), ("rel", CommentBody.LinkRelation)).Element("bdi", author.Name).Close("a");
        }
        else
        {
            html.Element("bdi", author.Name);
        }
    }

    private static string Day(DateTimeOffset time) => time.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Machine(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
