using System.Net;
using System.Text;

namespace Moderation.Scoring.Plots;

/// <summary>
/// A plot, drawn: a list of shapes with roles. Whoever shows it writes the shapes as SVG elements; colours come from a style sheet by the roles, so that a report on a white page and
/// the console in the dark show the same drawing.
/// </summary>
public sealed record Plot
{
    public required string Title { get; init; }

    /// <summary>What it shows, in words, for whoever cannot see it and below it for everybody.</summary>
    public required string Caption { get; init; }

    public required double Width { get; init; }

    public required double Height { get; init; }

    public required IReadOnlyList<PlotShape> Shapes { get; init; }

    /// <summary>What the roles of lines stand for, where there is more than one; the first is the challenger's or the model's own.</summary>
    public IReadOnlyList<(string Role, string Name)> Legend { get; init; } = [];

    /// <summary>The visible part in SVG's words.</summary>
    public string ViewBox => $"0 0 {PlotShape.Number(Width)} {PlotShape.Number(Height)}";

    /// <summary>The style of the roles for a page that has none of its own.</summary>
    public const string Style = """
        .plot{max-width:100%;height:auto}.plot text{font:11px system-ui,sans-serif;fill:#57606a}.plot .frame{fill:none;stroke:#8b949e}.plot .guide{stroke:#8b949e;stroke-dasharray:4}
        .plot .one{fill:none;stroke:#0969da;stroke-width:2}.plot .two{fill:none;stroke:#9a6700;stroke-width:2;stroke-dasharray:6 3}.plot .one-dot{fill:#0969da}.plot .two-dot{fill:#9a6700}
        .plot .one-bar{fill:#0969da}.plot .two-bar{fill:#9a6700}.plot .bad-dot{fill:#a40e26}.plot .range{stroke:#57606a;stroke-width:1.5}.plot .bad-range{stroke:#a40e26;stroke-width:1.5}
        .key-one,.key-two{font-weight:600;margin-left:.6rem;white-space:nowrap}.key-one{color:#0969da}.key-one::before{content:"— "}.key-two{color:#9a6700}.key-two::before{content:"- - "}
        @media (prefers-color-scheme:dark){.plot text{fill:#8b949e}.plot .one{stroke:#58a6ff}.plot .one-dot,.plot .one-bar{fill:#58a6ff}.plot .two{stroke:#d4a72c}.plot .two-dot,.plot .two-bar{fill:#d4a72c}
        .plot .range{stroke:#8b949e}.plot .bad-dot{fill:#ff7b72}.plot .bad-range{stroke:#ff7b72}.key-one{color:#58a6ff}.key-two{color:#d4a72c}}
        """;

    /// <summary>The plot as a figure of HTML. Words are encoded.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder();
        html.Append("<figure><svg class=\"plot\" width=\"").Append(PlotShape.Number(Width)).Append("\" height=\"").Append(PlotShape.Number(Height)).Append("\" viewBox=\"").Append(ViewBox)
            .Append("\" role=\"img\" aria-label=\"").Append(WebUtility.HtmlEncode($"{Title}: {Caption}")).Append("\">");
        foreach (var shape in Shapes)
        {
            html.Append('<').Append(shape.Element);
            foreach (var (name, value) in shape.Attributes)
            {
                html.Append(' ').Append(name).Append("=\"").Append(value).Append('"');
            }

            html.Append('>').Append(WebUtility.HtmlEncode(shape.Text)).Append("</").Append(shape.Element).Append('>');
        }

        html.Append("</svg><figcaption>").Append(WebUtility.HtmlEncode(Title)).Append(": ").Append(WebUtility.HtmlEncode(Caption));
        foreach (var (role, name) in Legend)
        {
            html.Append(" <span class=\"key-").Append(role).Append("\">").Append(WebUtility.HtmlEncode(name)).Append("</span>");
        }

        return html.Append("</figcaption></figure>").ToString();
    }
}
