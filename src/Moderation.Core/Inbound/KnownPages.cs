using System.Collections.Concurrent;
using Moderation.Intake;
using Moderation.Pages;
using Moderation.Sites;

namespace Moderation.Inbound;

/// <summary>
/// Pages, remembered for a second by the words in which they were named: a busy page is named hundreds of times in that time, and always in the same words. What this
/// process changes about a page is known at once, what others change within the second.
/// </summary>
internal sealed class KnownPages(PageStore pages, TimeProvider clock)
{
    private const int MaxPages = 20_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(SiteId Site, PageReferenceToResolve Reference), Entry> found = new();

    /// <summary>The page that was named so a moment ago; null when it has to be looked up.</summary>
    public Page? Find(SiteId site, PageReferenceToResolve reference) =>
        found.TryGetValue((site, reference), out Entry entry) && entry.Changes == pages.Changes && clock.GetElapsedTime(entry.At) < Fresh ? entry.Page : null;

    /// <summary>A mark to take before looking up, so that what changes meanwhile is not remembered as it was.</summary>
    public Moment Now() => new(pages.Changes, clock.GetTimestamp());

    /// <summary>Remembers pages that are committed, as they were after <paramref name="moment"/>.</summary>
    public void Remember(IReadOnlyList<PreparedReply> replies, IReadOnlyList<PlacedReply> placed, Moment moment)
    {
        if (found.Count > MaxPages)
        {
            found.Clear();
        }

        for (int i = 0; i < replies.Count; i++)
        {
            // One that was remembered already keeps its time, or it would never be looked up again.
            SiteId site = replies[i].Draft.Key.Site;
            PageReferenceToResolve reference = replies[i].PageReference;
            if (Find(site, reference) is null)
            {
                found[(site, reference)] = new Entry(placed[i].Page, moment.Changes, moment.At);
            }
        }
    }

    internal readonly record struct Moment(int Changes, long At);

    private readonly record struct Entry(Page Page, int Changes, long At);
}
