namespace Moderation.Server.Hosting;

/// <summary>Says when a process has become quiet and holds enough garbage to be worth a collection. Not for several threads.</summary>
internal sealed class QuietWatch
{
    /// <summary>Less than this between two looks is quiet: an idle worker allocates half a megabyte, one that judges ten replies a second some more.</summary>
    public const long QuietBytes = 2_000_000;

    /// <summary>Less garbage than this is left where it is.</summary>
    public const long WorthBytes = 4_000_000;

    private long before;
    private long trimmedAt;

    /// <summary>Asked every few seconds with the bytes that the process has allocated since it began.</summary>
    public bool IsDue(long allocated)
    {
        bool isQuiet = allocated - before < QuietBytes;
        before = allocated;
        if (!isQuiet || allocated - trimmedAt < WorthBytes)
        {
            return false;
        }

        trimmedAt = allocated;
        return true;
    }
}
