namespace Moderation.Pages;

/// <summary>What the store knows about the references of a batch, and what has to be written so that it knows all of them. Pure.</summary>
internal sealed class PageResolution
{
    private readonly Dictionary<PageReferenceToResolve, Guid> pageOf = [];
    private readonly Dictionary<Guid, Page> pages = [];
    private readonly Dictionary<string, Guid> byUrl = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Guid> byExternalId = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> changed = [];

    /// <param name="references">Distinct references, in the order they came.</param>
    /// <param name="rows">What was found for them; <see cref="PageRow.Place"/> counts in <paramref name="references"/>.</param>
    public PageResolution(IReadOnlyList<PageReferenceToResolve> references, IEnumerable<PageRow> rows)
    {
        foreach (PageRow row in rows)
        {
            pages.TryAdd(row.PageId, row.ToPage());
            if (!row.ByKey)
            {
                byUrl[references[row.Place].Url] = row.PageId;
            }
            else if (row.ExternalId is not null)
            {
                byExternalId[row.ExternalId] = row.PageId;
            }
            else
            {
                byUrl.TryAdd(row.Url, row.PageId);
            }
        }

        foreach (PageReferenceToResolve reference in references)
        {
            Resolve(reference);
        }
    }

    /// <summary>References to pages that the store does not know.</summary>
    public List<PageReferenceToResolve> Missing { get; } = [];

    /// <summary>Pages whose row has to be written.</summary>
    public IEnumerable<Page> Changed => changed.Select(page => pages[page]);

    /// <summary>Addresses that must lead to another page than they do, or to one at all.</summary>
    public Dictionary<string, Guid> Moved { get; } = new(StringComparer.Ordinal);

    /// <summary>What identifies a page within its site: the website's own id, else the address.</summary>
    public static string KeyOf(PageReferenceToResolve reference) => KeyOf(reference.ExternalId, reference.Url);

    /// <inheritdoc cref="KeyOf(PageReferenceToResolve)"/>
    public static string KeyOf(Page page) => KeyOf(page.ExternalId, page.Url);

    /// <summary>The page of a reference that is not missing.</summary>
    public Page PageOf(PageReferenceToResolve reference) => pages[pageOf[reference]];

    private static string KeyOf(string? externalId, string url) => externalId is null ? $"url:{url}" : $"id:{externalId}";

    private void Resolve(PageReferenceToResolve reference)
    {
        if (Find(reference) is not { } pageId)
        {
            Missing.Add(reference);
            return;
        }

        pageOf[reference] = pageId;
        Page before = pages[pageId];
        Page after = before with
        {
            ExternalId = reference.IsVouchedFor ? reference.ExternalId ?? before.ExternalId : before.ExternalId,
            Url = reference.IsVouchedFor && reference.ExternalId is not null ? reference.Url : before.Url,
            Title = reference.IsVouchedFor ? reference.Title ?? before.Title : before.Title ?? reference.Title,
        };
        if (after != before)
        {
            pages[pageId] = after;
            changed.Add(pageId);
        }

        if (after.ExternalId is not null)
        {
            byExternalId[after.ExternalId] = pageId;
        }

        // An address that moved from one page to another belongs to the one that is found there now.
        if (!byUrl.TryGetValue(reference.Url, out Guid owner) || (owner != pageId && reference.IsVouchedFor))
        {
            byUrl[reference.Url] = pageId;
            Moved[reference.Url] = pageId;
        }
    }

    private Guid? Find(PageReferenceToResolve reference)
    {
        if (reference.ExternalId is not null && byExternalId.TryGetValue(reference.ExternalId, out Guid known))
        {
            return known;
        }

        return byUrl.TryGetValue(reference.Url, out Guid seen) && (reference.ExternalId is null || pages[seen].ExternalId is null) ? seen : null;
    }
}
