using System.Globalization;
using System.Net;
using System.Text;

namespace Moderation.Scoring.Evaluation;

/// <summary>Writes a report as one HTML page with its plots drawn in SVG; no script, nothing loaded. Quoted texts are encoded.</summary>
internal static class EvaluationHtml
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1100px;padding:0 1rem;color:#1b1f24;background:#fff}
        h2{margin-top:3rem;border-top:1px solid #d0d7de;padding-top:1rem}table{border-collapse:collapse;margin:.5rem 0 1.5rem}
        th,td{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #e5e8eb;vertical-align:top}th:first-child,td:first-child,td.t{text-align:left}
        .i{color:#57606a;font-size:.85em}.d{font-weight:600}.plots{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0;max-width:325px}figcaption{font-size:.9em;color:#57606a}
        .warn{color:#a40e26}code{font-size:.85em;word-break:break-all}
        @media (prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}h2{border-color:#30363d}th,td{border-color:#21262d}.i,figcaption{color:#8b949e}.warn{color:#ff7b72}}
        """;

    public static string Write(EvaluationReport report)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(Encode(report.Name)).Append("</title><style>").Append(Style).Append(Plots.Plot.Style).Append("</style></head><body>");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Encode(report.Name)}</h1><p>Model <b>{Encode(report.ModelName)}</b> <code>{report.ModelSha256}</code><br>");
        html.Append(CultureInfo.InvariantCulture, $"{report.Texts} texts, {report.NotUnderstood:0.0%} not understood. Brackets are 95 % bootstrap intervals.</p>");
        Table(html, ["file", "rows", "bad rows", "SHA-256"], report.Files.Select(file => new[] { Encode(file.Name), Number(file.Rows), Number(file.BadRows), $"<code>{file.Sha256}</code>" }));
        Table(
            html,
            ["category", "texts", "violating", "ROC-AUC", "average precision", "recall at 1 % false positives", "calibration slope", "Brier skill", "violating above 0.8"],
            report.Categories.Select(category => new[]
            {
                $"<a href=\"#{category.Category.ToText()}\">{category.Category.ToText()}</a>", Number(category.Rows), Number(category.Violating), Four(category.RocAuc),
                Three(category.AveragePrecision), Three(category.RecallAtOnePercent), Three(category.CalibrationSlope), Three(category.BrierSkill), Percent(category.ViolatingAbove80),
            }));
        html.Append("<p class=\"i\">Slope, Brier skill and precision are at the reference prevalence of each category.</p>");
        if (report.Functional is { } functional)
        {
            WriteFunctional(html, functional);
        }

        foreach (var category in report.Categories)
        {
            WriteCategory(html, category);
        }

        html.Append(CultureInfo.InvariantCulture, $"<h2>Acceptable sentences that name groups</h2><p>{report.Identity.Flagged} of {report.Identity.Sentences} reach a default flag threshold.</p>");
        Table(
            html,
            ["group", "sentences", "flagged", "mean highest abuse score"],
            report.Identity.Groups.Select(row => new[] { Encode(row.Group), Number(row.Sentences), Number(row.Flagged), row.MeanHighestScore.ToString("0.000", CultureInfo.InvariantCulture) }));
        return html.Append("</body></html>").ToString();
    }

    private static void WriteFunctional(StringBuilder html, FunctionalEvaluation test)
    {
        html.Append("<h2 id=\"functional\">Functional test</h2>");
        html.Append(CultureInfo.InvariantCulture, $"<p>{test.Cases} cases of {test.Kinds.Count} kinds at the default policy: {Shares(test.Passed)} pass; {Shares(test.AcceptableStopped)} of the acceptable and {Shares(test.ViolatingStopped)} of the violating are stopped.</p>");
        Table(html, ["kind", "should be", "cases", "pass"], test.Kinds.Select(row => new[]
        {
            Encode(row.Kind), row.IsViolating ? "stopped" : "approved", Number(row.Cases), row.Passed < 0.75 ? $"<span class=\"warn\">{Percent(row.Passed)}</span>" : Percent(row.Passed),
        }));
        Section(html, "At 1 % false positives on validation texts", ["category", "threshold", "acceptable cases stopped", "violating cases stopped"], test.AtOnePercent.Select(row => new[]
        {
            row.Category.ToText(), Four(row.Threshold), Percent(row.AcceptableStopped), Percent(row.ViolatingStopped),
        }));
        Section(html, "Cases that fail", ["text", "kind", "id", "nearest category", "score", "threshold", "words that moved it"], test.Failures.Select(row => new[]
        {
            Encode(row.Excerpt), Encode(row.Kind), Encode(row.Id), row.Category.ToText(), Four(row.Score), Four(row.Threshold), string.Join("<br>", row.Reasons.Select(Encode)),
        }));
    }

    private static string Shares(MetricInterval share) =>
        $"{Percent(share.Value)} <span class=\"i\">[{Percent(share.Low)}, {Percent(share.High)}]</span>";

    private static void WriteCategory(StringBuilder html, CategoryEvaluation category)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2 id=\"{category.Category.ToText()}\">{category.Category.ToText()}</h2>");
        html.Append(CultureInfo.InvariantCulture, $"<p>{category.Rows} texts, {category.Violating} violating; reference prevalence {category.ReferencePrevalence:0.00%}.</p><div class=\"plots\">");
        foreach (var plot in Plots.CategoryPlots.Of(category, "this model"))
        {
            html.Append(plot.ToHtml());
        }

        html.Append("</div>");
        Section(html, "Thresholds", ["threshold", "precision", "recall", "share flagged"], category.Thresholds.Select(row => new[]
        {
            row.IsDefault ? $"<span class=\"d\">{row.Threshold.ToString("0.###", CultureInfo.InvariantCulture)} (default)</span>" : row.Threshold.ToString("0.###", CultureInfo.InvariantCulture),
            Three(row.Precision), Three(row.Recall), Four(row.FlaggedShare),
        }));
        Section(html, "Slices", ["slice", "texts", "violating", "ROC-AUC"], category.Slices.Select(row => new[]
        {
            Encode(row.Slice), Number(row.Rows), Number(row.Violating), row.RocAuc is { } area ? Four(area) : "–",
        }));
        Section(html, "Disguises", ["disguise", "texts", "ROC-AUC clean", "disguised", "loss"], category.Disguises.Select(row => new[]
        {
            Encode(row.Disguise), Number(row.Rows), Four(row.CleanRocAuc), Four(row.DisguisedRocAuc), row.Loss.Value > 0.01 ? $"<span class=\"warn\">{Four(row.Loss)}</span>" : Four(row.Loss),
        }));
        Section(html, "Beside it", ["model", "ROC-AUC", "recall at 1 %", "our lead", ""], category.Comparisons.Select(row => new[]
        {
            Encode(row.Name), Four(row.RocAuc), row.RecallAtOnePercent?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–", Four(row.Lead), row.IsPaired ? "paired" : "published figure",
        }));
        Errors(html, "Worst false positives", category.FalsePositives);
        Errors(html, "Worst false negatives", category.FalseNegatives);
    }

    private static void Errors(StringBuilder html, string title, IReadOnlyList<ErrorRow> rows) =>
        Section(html, title, ["text", "score", "words that moved it", "source", "id"], rows.Select(row => new[]
        {
            Encode(row.Excerpt), row.Score.ToString("0.000", CultureInfo.InvariantCulture), string.Join("<br>", row.Reasons.Select(Encode)), Encode(row.Source), Encode(row.Id),
        }));

    private static void Section(StringBuilder html, string title, string[] header, IEnumerable<string[]> rows)
    {
        var all = rows.ToArray();
        if (all.Length > 0)
        {
            html.Append("<h3>").Append(title).Append("</h3>");
            Table(html, header, all);
        }
    }

    private static void Table(StringBuilder html, string[] header, IEnumerable<string[]> rows)
    {
        html.Append("<table><thead><tr>").AppendJoin("", header.Select(name => $"<th scope=\"col\">{name}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).Append("</tr>");
        }

        html.Append("</tbody></table>");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double value) => double.IsNaN(value) ? "–" : value.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string Four(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Four(MetricInterval metric) => Format(metric, "0.0000");

    private static string Three(MetricInterval metric) => Format(metric, "0.000");

    private static string Format(MetricInterval metric, string format) => metric.Low.Equals(metric.High)
        ? metric.Value.ToString(format, CultureInfo.InvariantCulture)
        : $"{metric.Value.ToString(format, CultureInfo.InvariantCulture)} <span class=\"i\">[{metric.Low.ToString(format, CultureInfo.InvariantCulture)}, {metric.High.ToString(format, CultureInfo.InvariantCulture)}]</span>";
}
