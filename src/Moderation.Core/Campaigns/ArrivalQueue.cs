using System.Threading.Channels;
using Moderation.Submissions;

namespace Moderation.Campaigns;

/// <summary>What was judged and waits to be grouped: judging never waits for it. When too much comes at once the oldest is passed over, and the grouping begins anew from the store.</summary>
internal sealed class ArrivalQueue
{
    /// <summary>Some seconds of the fastest stream.</summary>
    private const int Most = 50_000;

    private readonly Channel<GroupableText> channel;
    private long passedOver;

    public ArrivalQueue() => channel = Channel.CreateBounded<GroupableText>(
        new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Interlocked.Increment(ref passedOver));

    /// <summary>Hands over a submission that was judged and stored.</summary>
    public void Add(GroupableText judged) => channel.Writer.TryWrite(judged);

    /// <summary>Waits until something is there.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => channel.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>What is there, in the order in which it came.</summary>
    public IReadOnlyList<GroupableText> Take(int most)
    {
        List<GroupableText> taken = [];
        while (taken.Count < most && channel.Reader.TryRead(out GroupableText? judged))
        {
            taken.Add(judged);
        }

        return taken;
    }

    /// <summary>How many were passed over since the last look.</summary>
    public long TakePassedOver() => Interlocked.Exchange(ref passedOver, 0);
}

/// <summary>A submission that was judged.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Body">Its text as written.</param>
/// <param name="UnseenDomains">The domains it links to that no approved comment links to.</param>
/// <param name="ReceivedAt">When it was stored.</param>
internal sealed record GroupableText(SubmissionKey Key, string Body, IReadOnlyList<Policies.SiteDomain> UnseenDomains, DateTimeOffset ReceivedAt);
