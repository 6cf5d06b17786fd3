using Moderation.Administration;
using Moderation.Sites;

namespace Moderation.Tests.Administration;

/// <summary>What people are woken for.</summary>
public sealed class AlertingPeople
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 3, 0, 0, TimeSpan.Zero);

    private static readonly SiteId Site = SiteId.Parse("gazette");

    private static readonly SiteHealth Well = new()
    {
        IsScoring = true,
        ModelNumber = 1,
        ModelSince = Now,
        OldestReceivedAt = Now.AddMinutes(-60),
        Unscored = 4,
        Waiting = 10,
        QueueDepth = 0,
        IsBrokerAway = false,
        Errors = 0,
    };

    [Fact]
    public void Nobody_is_told_while_things_are_well()
    {
        Assert.Empty(AlertRules.Of(Site, Well, newestThreat: null, Now));
        Assert.Null(AlertRules.OfInstallation(Well));
        Assert.Empty(AlertRules.Of(Site, Well with { Unscored = 10, Waiting = 51 }, newestThreat: null, Now));
    }

    [Fact]
    public void Each_thing_that_is_wrong_is_told_by_itself()
    {
        SiteHealth bad = Well with { OldestReceivedAt = Now.AddMinutes(-61), Unscored = 5, Errors = 2 };
        Assert.Equal([AlertKind.Threat, AlertKind.LateReview, AlertKind.Unscored], AlertRules.Of(Site, bad, Now.AddMinutes(-1), Now).Select(alert => alert.Kind));
        Assert.Equal(AlertKind.Errors, AlertRules.OfInstallation(bad)!.Kind);
    }

    [Fact]
    public void Another_threat_is_another_alert_and_a_longer_wait_is_not()
    {
        Assert.NotEqual(Mark(Well, Now.AddMinutes(-1)), Mark(Well, Now));
        Assert.Equal(Mark(Well with { OldestReceivedAt = Now.AddHours(-2) }, null), Mark(Well with { OldestReceivedAt = Now.AddHours(-3) }, null));
    }

    private static string Mark(SiteHealth health, DateTimeOffset? threat) => AlertRules.Of(Site, health, threat, Now).First().Mark;
}
