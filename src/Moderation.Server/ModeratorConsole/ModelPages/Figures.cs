using System.Globalization;
using Moderation.Scoring;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>Figures as people read them. Pure.</summary>
internal static class Figures
{
    /// <summary>A share with what chance leaves open: <c>81 % (75 to 86)</c>.</summary>
    public static string Share(MetricInterval? share) => share is not { } known || double.IsNaN(known.Value)
        ? "nothing yet"
        : string.Create(CultureInfo.InvariantCulture, $"{Percent(known.Value)} ({Bare(known.Low)} to {Bare(known.High)})");

    /// <summary>A share: <c>81 %</c>, <c>1.8 %</c>.</summary>
    public static string Percent(double share) => $"{Bare(share)} %";

    /// <summary>A figure from 0 to 1 with its interval: <c>0.931 (0.915 to 0.945)</c>.</summary>
    public static string Metric(MetricInterval? metric) => metric is not { } known || double.IsNaN(known.Value) ? "–"
        : known.Low.Equals(known.High) ? Three(known.Value)
        : $"{Three(known.Value)} ({Three(known.Low)} to {Three(known.High)})";

    /// <summary>With a sign: <c>+0.012 (−0.003 to +0.027)</c>.</summary>
    public static string Difference(MetricInterval? difference) => difference is not { } known ? "–" : $"{Signed(known.Value)} ({Signed(known.Low)} to {Signed(known.High)})";

    public static string Three(double? value) => value is not { } known || double.IsNaN(known) ? "–" : known.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Short(string sha256) => sha256.Length > 12 ? sha256[..12] : sha256;

    private static string Signed(double value) => value.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture);

    private static string Bare(double share) => (share * 100).ToString(share is < 0.1 and > 0 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
