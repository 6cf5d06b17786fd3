using System.Net;
using System.Text;

namespace Moderation.Server.Docs;

/// <summary>A page with one table of stable codes; each row can be linked to by its code.</summary>
internal static class CodeTablePage
{
    public static string Render(string title, IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        StringBuilder page = new();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<title>").Append(WebUtility.HtmlEncode(title)).Append(" – Moderation</title>\n<link rel=\"stylesheet\" href=\"/docs.css\">\n</head>\n<body>\n<main>\n<h1>");
        page.Append(WebUtility.HtmlEncode(title)).Append("</h1>\n<p><a href=\"/docs\">API reference</a></p>\n<table>\n<thead><tr>");
        foreach (string column in columns)
        {
            page.Append("<th scope=\"col\">").Append(WebUtility.HtmlEncode(column)).Append("</th>");
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (string[] row in rows)
        {
            page.Append("<tr id=\"").Append(WebUtility.HtmlEncode(row[0])).Append("\"><td><code>").Append(WebUtility.HtmlEncode(row[0])).Append("</code></td>");
            foreach (string cell in row.Skip(1))
            {
                page.Append("<td>").Append(WebUtility.HtmlEncode(cell)).Append("</td>");
            }

            page.Append("</tr>\n");
        }

        return page.Append("</tbody>\n</table>\n</main>\n</body>\n</html>\n").ToString();
    }
}
