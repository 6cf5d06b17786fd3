using System.Globalization;
using Moderation.Intake;

namespace Moderation.Server.Demo;

/// <summary>Writes the <em>Leave a Reply</em> form. It is a plain form post: nothing of it needs JavaScript.</summary>
internal static class ReplyFormHtml
{
    /// <summary>The fields people fill in: form field and label, in the order they are shown.</summary>
    public static IReadOnlyList<(string Field, string Label)> Fields { get; } = [("body", "Comment"), ("name", "Name"), ("email", "Email"), ("url", "Website")];

    /// <summary>Writes the form.</summary>
    public static void Write(HtmlWriter html, ReplyFormView view)
    {
        html.Open("form", ("class", "reply-form"), ("method", "post"), ("action", $"/v1/sites/{Uri.EscapeDataString(view.Site)}/replies")).Line();
        html.Element("p", "Your email address will not be published. Required fields are marked *", ("class", "form-note"), ("id", "form-note")).Line();
        Hidden(html, "page", view.PageUrl);
        Hidden(html, "title", view.PageTitle);
        Hidden(html, "parentId", view.ParentId);
        Hidden(html, "key", view.PublicKey);

        OpenField(html, "field field-wide", "body", "Comment", isRequired: true);
        html.Open("textarea", [.. Attributes(view, "body", isRequired: true, ReplyLimits.MaxBodyChars), ("rows", "7"), ("dir", "auto")]);

        // A browser drops the first line feed of a text area; one more keeps what was typed.
        html.Line().Text(view.Body).Close("textarea");
        CloseField(html, view, "body");

        OpenField(html, "field", "name", "Name", isRequired: true);
        html.Void("input", [("type", "text"), .. Attributes(view, "name", isRequired: true, ReplyLimits.MaxNameChars), ("value", view.Name), ("autocomplete", "name"), ("dir", "auto")]);
        CloseField(html, view, "name");

        OpenField(html, "field", "email", "Email", view.RequiresEmail);
        html.Void("input", [("type", "email"), .. Attributes(view, "email", view.RequiresEmail, ReplyLimits.MaxEmailChars), ("autocomplete", "email")]);
        CloseField(html, view, "email");

        // Not type="url": people type ana.example as often as https://ana.example, and both are welcome.
        OpenField(html, "field field-wide", "url", "Website", isRequired: false);
        html.Void("input", [("type", "text"), ("inputmode", "url"), .. Attributes(view, "url", isRequired: false, ReplyLimits.MaxUrlChars), ("value", view.Website), ("autocomplete", "url")]);
        CloseField(html, view, "url");

        WriteHoneypot(html);
        html.Open("p", ("class", "field-wide form-end")).Element("button", "Post Comment", ("type", "submit")).Close("p").Line();
        html.Close("form").Line();
    }

    private static void Hidden(HtmlWriter html, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            html.Void("input", ("type", "hidden"), ("name", name), ("value", value)).Line();
        }
    }

    private static (string Name, string? Value)[] Attributes(ReplyFormView view, string field, bool isRequired, int maxChars)
    {
        bool hasErrors = view.Errors.ContainsKey(field);
        return
        [
            ("id", field),
            ("name", field),
            ("maxlength", maxChars.ToString(CultureInfo.InvariantCulture)),
            ("required", isRequired ? "" : null),
            ("aria-invalid", hasErrors ? "true" : null),
            ("aria-describedby", hasErrors ? $"{field}-error" : field == "email" ? "form-note" : null),
        ];
    }

    private static void OpenField(HtmlWriter html, string cssClass, string field, string label, bool isRequired)
    {
        html.Open("div", ("class", cssClass)).Open("label", ("for", field)).Text(label);
        if (isRequired)
        {
            html.Text(" ").Element("span", "*", ("class", "required"), ("aria-hidden", "true"));
        }

        html.Close("label");
    }

    private static void CloseField(HtmlWriter html, ReplyFormView view, string field)
    {
        if (view.Errors.TryGetValue(field, out IReadOnlyList<string>? sentences))
        {
            html.Element("p", string.Join(' ', sentences), ("class", "field-error"), ("id", $"{field}-error"));
        }

        html.Close("div").Line();
    }

    /// <summary>A field that people neither see nor hear nor reach with the keyboard; robots that fill in everything fill it in.</summary>
    private static void WriteHoneypot(HtmlWriter html)
    {
        html.Open("div", ("class", "out-of-sight"), ("aria-hidden", "true"));
        html.Element("label", "Please leave this empty", ("for", "honeypot"));
        html.Void("input", ("type", "text"), ("id", "honeypot"), ("name", "honeypot"), ("tabindex", "-1"), ("autocomplete", "off"));
        html.Close("div").Line();
    }
}
