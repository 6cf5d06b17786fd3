namespace Moderation.Time;

/// <summary>Reads the clock at the precision that both stores keep.</summary>
public static class ClockExtensions
{
    /// <summary>The present, UTC, cut to microseconds because PostgreSQL drops the seventh digit.</summary>
    public static DateTimeOffset UtcNowMicros(this TimeProvider clock) => clock.GetUtcNow().ToMicros();

    /// <summary>The same instant in UTC, cut (not rounded) to microseconds.</summary>
    public static DateTimeOffset ToMicros(this DateTimeOffset time)
    {
        DateTimeOffset utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
