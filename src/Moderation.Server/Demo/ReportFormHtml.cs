using Moderation.Comments;
using Moderation.Reports;

namespace Moderation.Server.Demo;

/// <summary>Writes <em>Report</em> below a comment: a form that opens where it stands and needs no JavaScript.</summary>
internal static class ReportFormHtml
{
    /// <summary>Writes the form, closed.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="site">The site that it is sent to.</param>
    /// <param name="publicKey">The public site key.</param>
    /// <param name="comment">What is complained about.</param>
    public static void Write(HtmlWriter html, string site, string publicKey, CommentView comment)
    {
        string id = $"report-{comment.Id:D}";
        html.Open("details", ("class", "report")).Open("summary").Text("Report").Open("span", ("class", "out-of-sight")).Text(" the comment of ").Element("bdi", comment.Author.Name).Close("span").Close("summary").Line();
        html.Open("form", ("method", "post"), ("action", $"/v1/sites/{Uri.EscapeDataString(site)}/replies/{comment.Id:D}/reports")).Line();
        html.Void("input", ("type", "hidden"), ("name", "key"), ("value", publicKey)).Line();
        html.Open("label", ("for", $"{id}-reason")).Text("What is wrong with it?").Close("label");
        html.Open("select", ("id", $"{id}-reason"), ("name", "reason"));
        foreach (ReportReason reason in ReportReason.All)
        {
            html.Element("option", reason.Title, ("value", reason.Code));
        }

        html.Close("select").Line();
        html.Open("label", ("for", $"{id}-note")).Text("Anything a moderator should know (optional)").Close("label");
        html.Void("input", ("type", "text"), ("id", $"{id}-note"), ("name", "note"), ("maxlength", $"{ReportRequest.MaxNoteChars}"), ("autocomplete", "off"), ("dir", "auto")).Line();
        html.Element("button", "Send the report", ("type", "submit")).Line();
        html.Close("form").Close("details").Line();
    }
}
