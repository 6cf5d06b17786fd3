using System.Collections.Concurrent;

namespace Moderation.Pages;

/// <summary>
/// Pages, remembered for a second by the words in which they were named: a busy page is named hundreds of times in that time, and always in the same words. What this
/// process changes about what a page accepts is known as soon as it is committed, what others change within the second.
/// </summary>
internal sealed class PageMemory<TName>(PageStore pages, TimeProvider clock)
    where TName : notnull
{
    private const int MaxPages = 20_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TName, Entry> found = new();

    /// <summary>A mark to take before looking up, so that what changes meanwhile is not remembered as it was.</summary>
    public PageMoment Now() => new(pages.Changes, clock.GetTimestamp());

    /// <summary>True when the answer of a moment ago still holds; it may have been that there is no such page.</summary>
    public bool TryFind(TName name, out Page? page)
    {
        bool holds = found.TryGetValue(name, out Entry entry) && entry.At.Changes == pages.Changes && clock.GetElapsedTime(entry.At.Timestamp) < Fresh;
        page = holds ? entry.Page : null;
        return holds;
    }

    /// <summary>Remembers what was committed, as it was after <paramref name="moment"/>.</summary>
    public void Remember(TName name, Page? page, PageMoment moment)
    {
        if (found.Count >= MaxPages)
        {
            found.Clear();
        }

        found[name] = new Entry(page, moment);
    }

    private readonly record struct Entry(Page? Page, PageMoment At);
}

/// <summary>When somebody looked: how often what pages accept had been changed by then, and the clock's timestamp.</summary>
internal readonly record struct PageMoment(int Changes, long Timestamp);
