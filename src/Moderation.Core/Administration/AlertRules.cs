using System.Globalization;
using Moderation.Sites;

namespace Moderation.Administration;

/// <summary>What people are told about. Pure.</summary>
internal static class AlertRules
{
    /// <summary>How long a submission may wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>The share of what waits that may be unscored.</summary>
    public const double UnscoredShare = 0.2;

    /// <summary>Fewer unscored submissions than this are chance.</summary>
    public const int UnscoredLeast = 5;

    /// <summary>What is wrong on a site now.</summary>
    public static IEnumerable<Alert> Of(SiteId site, SiteHealth health, DateTimeOffset? newestThreat, DateTimeOffset now)
    {
        if (newestThreat is { } threat)
        {
            yield return new Alert { Kind = AlertKind.Threat, Site = site, Mark = threat.UtcTicks.ToString(CultureInfo.InvariantCulture), Text = $"A submission on {site} may threaten somebody and waits for a person." };
        }

        if (health.OldestReceivedAt is { } oldest && now - oldest > LongestWait)
        {
            yield return new Alert { Kind = AlertKind.LateReview, Site = site, Mark = "", Text = string.Create(CultureInfo.InvariantCulture, $"A submission on {site} has waited {(now - oldest).TotalHours:0.#} hours for a person.") };
        }

        if (health.Unscored >= UnscoredLeast && health.Unscored >= UnscoredShare * health.Waiting)
        {
            yield return new Alert { Kind = AlertKind.Unscored, Site = site, Mark = "", Text = string.Create(CultureInfo.InvariantCulture, $"{health.Unscored} submissions on {site} could not be scored, of {health.Waiting} that wait (both counted up to {Review.ReviewCounts.Limit} a queue).") };
        }
    }

    /// <summary>What is wrong with the installation now.</summary>
    public static Alert? OfInstallation(SiteHealth health) => health.Errors == 0 ? null : new Alert
    {
        Kind = AlertKind.Errors,
        Site = null,
        Mark = "",
        Text = string.Create(CultureInfo.InvariantCulture, $"{health.Errors} in the error queue could not be judged."),
    };
}
