using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Moderation.Server.Demo;

/// <summary>
/// Writes HTML that is always encoded and always closed: there is no way to write raw markup, so text of authors cannot become markup.
/// </summary>
internal sealed class HtmlWriter
{
    // Letters of every script stay as they are: the page is UTF-8 and its source stays readable. Markup characters are encoded whatever the range.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly HashSet<string> VoidElements = ["br", "hr", "img", "input", "link", "meta"];

    private readonly StringBuilder _html = new("<!doctype html>\n");
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element. An attribute whose value is null is left out; an empty value is written as a bare attribute name.</summary>
    /// <returns>This writer.</returns>
    public HtmlWriter Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        if (VoidElements.Contains(name))
        {
            throw new InvalidOperationException($"<{name}> has no content; write it with {nameof(Void)}.");
        }

        _open.Push(name);
        return this;
    }

    /// <summary>Closes the innermost open element, which must have that name.</summary>
    public HtmlWriter Close(string name)
    {
        string innermost = _open.Count == 0 ? "nothing" : _open.Pop();
        if (innermost != name)
        {
            throw new InvalidOperationException($"</{name}> would close {innermost}.");
        }

        _html.Append("</").Append(name).Append('>');
        return this;
    }

    /// <summary>Writes an element without content, such as <c>br</c>.</summary>
    public HtmlWriter Void(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        if (!VoidElements.Contains(name))
        {
            throw new InvalidOperationException($"<{name}> has content; write it with {nameof(Open)}.");
        }

        Start(name, attributes);
        return this;
    }

    /// <summary>Writes an element that holds only text.</summary>
    public HtmlWriter Element(string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes) => Open(name, attributes).Text(text).Close(name);

    /// <summary>Writes text, encoded.</summary>
    public HtmlWriter Text(ReadOnlySpan<char> text)
    {
        _html.Append(Encoder.Encode(text.ToString()));
        return this;
    }

    /// <summary>Writes a line feed between elements, for people who read the source.</summary>
    public HtmlWriter Line()
    {
        _html.Append('\n');
        return this;
    }

    /// <summary>The address if it is an absolute http or https one, else null: <c>javascript:</c> and its kin never become links.</summary>
    public static string? SafeUrl(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && (parsed.Scheme == Uri.UriSchemeHttp || parsed.Scheme == Uri.UriSchemeHttps) ? url : null;

    /// <summary>The document. Throws when an element was left open.</summary>
    public override string ToString() =>
        _open.Count == 0 ? _html.ToString() : throw new InvalidOperationException($"<{_open.Peek()}> was left open.");

    private void Start(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _html.Append('<').Append(CheckName(name));
        foreach ((string attribute, string? value) in attributes)
        {
            if (value is null)
            {
                continue;
            }

            _html.Append(' ').Append(CheckName(attribute));
            if (value.Length > 0)
            {
                _html.Append("=\"").Append(Encoder.Encode(value)).Append('"');
            }
        }

        _html.Append('>');
    }

    private static string CheckName(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? name
            : throw new ArgumentException("Names of elements and attributes are lower-case letters, digits and hyphens.", nameof(name));
}
