using Moderation.Submissions;

namespace Moderation.Campaigns;

/// <summary>
/// What one site got lately that belongs to no campaign, ready to be asked what is like a newcomer. Forgets the oldest beyond <see cref="Most"/> and what is older than <see cref="Campaign.Window"/>. Not
/// thread-safe.
/// </summary>
internal sealed class ArrivalWindow
{
    /// <summary>The most submissions that wait for others of their kind: a few megabytes.</summary>
    public const int Most = 5_000;

    /// <summary>Common words are in many texts: of those with a key in common the latest are compared.</summary>
    private const int MostCompared = 64;

    /// <summary>With how many in all a newcomer is compared at most.</summary>
    private const int MostComparedInAll = 128;

    private readonly Dictionary<SubmissionKey, Arrival> arrivals = [];
    private readonly Queue<Arrival> inOrder = new();
    private readonly Dictionary<uint, List<Arrival>> byKey = [];
    private readonly Dictionary<string, List<Arrival>> byDomain = new(StringComparer.Ordinal);

    private readonly List<List<Arrival>> sharingKeys = [];
    private long looks;

    /// <summary>The campaigns against which everything here was compared.</summary>
    public HashSet<Guid> Compared { get; } = [];

    /// <summary>Whether a submission waits here.</summary>
    public bool Has(SubmissionKey submission) => arrivals.ContainsKey(submission);

    /// <summary>Everything in it.</summary>
    public IReadOnlyCollection<Arrival> All => arrivals.Values;

    /// <summary>Adds one. False when it is there.</summary>
    public bool Add(Arrival arrival)
    {
        if (!arrivals.TryAdd(arrival.Key, arrival))
        {
            return false;
        }

        inOrder.Enqueue(arrival);
        foreach (uint key in arrival.Sketch.FewKeys)
        {
            Append(byKey, key, arrival);
        }

        foreach (string domain in arrival.UnseenDomains)
        {
            Append(byDomain, domain, arrival);
        }

        while (inOrder.Count > 0 && (arrivals.Count > Most || !arrivals.ContainsKey(inOrder.Peek().Key) || inOrder.Peek().ReceivedAt <= arrival.ReceivedAt - Campaign.Window))
        {
            Remove(inOrder.Dequeue().Key);
        }

        if (inOrder.Count > 2 * Most)
        {
            // Most of a wave has joined its campaign and stands here for nothing.
            Arrival[] left = [.. inOrder.Where(one => arrivals.ContainsKey(one.Key)).DistinctBy(one => one.Key)];
            inOrder.Clear();
            Array.ForEach(left, inOrder.Enqueue);
        }

        return true;
    }

    /// <summary>It belongs to a campaign now, or is too old.</summary>
    public void Remove(SubmissionKey submission)
    {
        if (!arrivals.Remove(submission, out Arrival? arrival))
        {
            return;
        }

        foreach (uint key in arrival.Sketch.FewKeys)
        {
            Take(byKey, key, arrival);
        }

        foreach (string domain in arrival.UnseenDomains)
        {
            Take(byDomain, domain, arrival);
        }
    }

    /// <summary>Whether so many others have a text like this one; those that are taken do not count.</summary>
    public bool HasLike(Arrival arrival, int others, Func<SubmissionKey, bool> isTaken)
    {
        long look = ++looks;
        int like = 0, left = MostComparedInAll;
        foreach (List<Arrival> sharing in FromTheRarestKey(arrival))
        {
            foreach (Arrival other in sharing)
            {
                if (other.LastLook == look || other.Key == arrival.Key)
                {
                    continue;
                }

                other.LastLook = look;
                if ((arrival.Sketch.IsLike(other.Sketch, out _) && !isTaken(other.Key) && ++like >= others) || --left == 0)
                {
                    return like >= others;
                }
            }
        }

        return false;
    }

    /// <summary>Those that have a key in common with this one, key by key: what few have in common says most.</summary>
    private List<List<Arrival>> FromTheRarestKey(Arrival arrival)
    {
        sharingKeys.Clear();
        foreach (uint key in arrival.Sketch.FewKeys)
        {
            if (byKey.TryGetValue(key, out List<Arrival>? sharing))
            {
                sharingKeys.Add(sharing);
            }
        }

        sharingKeys.Sort(static (one, other) => one.Count.CompareTo(other.Count));
        return sharingKeys;
    }

    /// <summary>Whether so many others link to a domain; those that are taken do not count.</summary>
    public bool HasLinking(Arrival arrival, string domain, int others, Func<SubmissionKey, bool> isTaken) =>
        (byDomain.GetValueOrDefault(domain) ?? []).Count(other => other.Key != arrival.Key && !isTaken(other.Key)) >= others;

    private static void Append<TKey>(Dictionary<TKey, List<Arrival>> index, TKey key, Arrival arrival)
        where TKey : notnull
    {
        List<Arrival> list = index.TryGetValue(key, out List<Arrival>? found) ? found : index[key] = [];
        if (list.Count == MostCompared)
        {
            list.RemoveAt(0);
        }

        list.Add(arrival);
    }

    private static void Take<TKey>(Dictionary<TKey, List<Arrival>> index, TKey key, Arrival arrival)
        where TKey : notnull
    {
        if (index.TryGetValue(key, out List<Arrival>? list) && list.Remove(arrival) && list.Count == 0)
        {
            index.Remove(key);
        }
    }
}
