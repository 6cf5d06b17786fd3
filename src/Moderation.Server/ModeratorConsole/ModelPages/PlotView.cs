using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Moderation.Scoring.Plots;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>Shows a plot: the same drawing as in the report of <c>evaluate</c>, in the colours of the page. Written in code because <c>text</c> means something else in a template.</summary>
public sealed class PlotView : ComponentBase
{
    private const double WideFrom = 400;

    /// <summary>The plot.</summary>
    [Parameter]
    [EditorRequired]
    public Plot Plot { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "figure");
        builder.AddAttribute(1, "class", Plot.Width > WideFrom ? "plotted wide" : "plotted");
        builder.OpenElement(2, "svg");
        builder.AddAttribute(3, "class", "plot");
        builder.AddAttribute(4, "width", PlotShape.Number(Plot.Width));
        builder.AddAttribute(5, "height", PlotShape.Number(Plot.Height));
        builder.AddAttribute(6, "viewBox", Plot.ViewBox);
        builder.AddAttribute(7, "role", "img");
        builder.AddAttribute(8, "aria-label", $"{Plot.Title}: {Plot.Caption}");
        foreach (PlotShape shape in Plot.Shapes)
        {
            builder.OpenElement(9, shape.Element);
            foreach ((string name, string value) in shape.Attributes)
            {
                builder.AddAttribute(10, name, value);
            }

            builder.AddContent(11, shape.Text);
            builder.CloseElement();
        }

        builder.CloseElement();
        builder.OpenElement(12, "figcaption");
        builder.AddContent(13, $"{Plot.Title}: {Plot.Caption}");
        foreach ((string role, string name) in Plot.Legend)
        {
            builder.OpenElement(14, "span");
            builder.AddAttribute(15, "class", $"key-{role}");
            builder.AddContent(16, name);
            builder.CloseElement();
        }

        builder.CloseElement();
        builder.CloseElement();
    }
}
