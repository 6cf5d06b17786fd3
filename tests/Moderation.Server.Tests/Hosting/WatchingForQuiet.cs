using Moderation.Server.Hosting;

namespace Moderation.Server.Tests.Hosting;

public sealed class WatchingForQuiet
{
    private const long Busy = QuietWatch.QuietBytes;
    private const long Quiet = QuietWatch.QuietBytes - 1;

    private readonly QuietWatch watch = new();

    [Fact]
    public void What_a_busy_time_left_is_given_back_at_the_first_quiet_look()
    {
        Assert.False(watch.IsDue(10 * Busy));
        Assert.False(watch.IsDue(20 * Busy));

        Assert.True(watch.IsDue((20 * Busy) + Quiet));
        Assert.False(watch.IsDue((20 * Busy) + Quiet));
    }

    [Fact]
    public void A_quiet_process_waits_until_there_is_something_to_give_back()
    {
        long allocated = 0;
        List<long> given = [];
        for (int look = 0; look < 10; look++)
        {
            allocated += QuietWatch.WorthBytes / 4;
            if (watch.IsDue(allocated))
            {
                given.Add(allocated);
            }
        }

        Assert.Equal([QuietWatch.WorthBytes, 2 * QuietWatch.WorthBytes], given);
    }

    [Fact]
    public void A_busy_process_is_left_alone()
    {
        for (int look = 1; look <= 100; look++)
        {
            Assert.False(watch.IsDue(look * Busy));
        }
    }
}
