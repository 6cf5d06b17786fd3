using Moderation.Intake;
using Moderation.Pages;
using Moderation.Sites;

namespace Moderation.Inbound;

/// <summary>Pages of replies of the queue, remembered for a second by the reference that named them.</summary>
internal sealed class KnownPages(PageStore pages, TimeProvider clock)
{
    private readonly PageMemory<(SiteId Site, PageReferenceToResolve Reference)> memory = new(pages, clock);

    /// <summary>The page that was named so a moment ago; null when it has to be looked up.</summary>
    public Page? Find(SiteId site, PageReferenceToResolve reference) => memory.TryFind((site, reference), out Page? page) ? page : null;

    /// <inheritdoc cref="PageMemory{TName}.Now"/>
    public PageMoment Now() => memory.Now();

    /// <summary>Remembers pages that are committed, as they were after <paramref name="moment"/>.</summary>
    public void Remember(IReadOnlyList<PreparedReply> replies, IReadOnlyList<PlacedReply> placed, PageMoment moment)
    {
        for (int i = 0; i < replies.Count; i++)
        {
            // One that was remembered already keeps its time, or it would never be looked up again.
            SiteId site = replies[i].Draft.Key.Site;
            PageReferenceToResolve reference = replies[i].PageReference;
            if (Find(site, reference) is null)
            {
                memory.Remember((site, reference), placed[i].Page, moment);
            }
        }
    }
}
