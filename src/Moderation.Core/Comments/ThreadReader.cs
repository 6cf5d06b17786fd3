using Moderation.Pages;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Comments;

/// <summary>Reads what the public may see: approved and effective submissions, with addresses masked.</summary>
internal sealed class ThreadReader(PageStore pages, CommentReads comments, TimeProvider clock)
{
    /// <summary>Roots in one part of a thread.</summary>
    public const int RootsPerPart = 50;

    /// <summary>Replies in one part; a thread that is longer shows its oldest.</summary>
    public const int MaxReplies = 5_000;

    /// <summary>Comments in a feed of a site.</summary>
    public const int NewestPerSite = 50;

    /// <summary>
    /// One part of a page's thread. A page nobody has commented on is an empty thread: whether a page is known tells a caller nothing.
    /// Null when <paramref name="after"/> is not a cursor of this service.
    /// </summary>
    public async Task<ThreadView?> ReadAsync(SiteId site, string canonicalUrl, string? after, CancellationToken cancellationToken)
    {
        ThreadCursor? cursor = null;
        if (after is not null && !ThreadCursor.TryParse(after, out cursor))
        {
            return null;
        }

        DateTimeOffset now = clock.UtcNowMicros();
        Page? page = await pages.FindByUrlAsync(site, canonicalUrl, cancellationToken).ConfigureAwait(false);
        if (page is null || page.Mode == PageMode.Hidden)
        {
            return Empty(canonicalUrl, page, now);
        }

        RootCursor? place = cursor is null ? null : new RootCursor { SubmittedAt = cursor.SubmittedAt, Id = cursor.Id };
        IReadOnlyList<Submission> roots = await comments.ListRootsAsync(page.PageId, now, place, RootsPerPart + 1, cancellationToken).ConfigureAwait(false);
        bool hasMore = roots.Count > RootsPerPart;
        Submission[] shown = [.. roots.Take(RootsPerPart)];
        IReadOnlyList<Submission> replies = shown.Length == 0 ? [] : await comments.ListRepliesAsync(page.PageId, [.. shown.Select(root => root.Key.Id)], now, MaxReplies, cancellationToken).ConfigureAwait(false);
        return new ThreadView
        {
            Page = Describe(page, now),
            Count = await comments.CountVisibleAsync(page.PageId, now, cancellationToken).ConfigureAwait(false),
            Comments = ThreadBuilder.Build(shown, replies),
            Next = hasMore ? new ThreadCursor(shown[^1].SubmittedAt, shown[^1].Key.Id).ToString() : null,
        };
    }

    /// <summary>The newest comments of a site, newest first, with the page each belongs to.</summary>
    public async Task<IReadOnlyList<NewestComment>> NewestAsync(SiteId site, CancellationToken cancellationToken)
    {
        IReadOnlyList<Submission> newest = await comments.ListNewestAsync(site, clock.UtcNowMicros(), NewestPerSite, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<Guid, Page> known = await pages.FindManyAsync([.. newest.Select(row => row.PageId).Distinct()], cancellationToken).ConfigureAwait(false);
        return [.. newest.Where(row => known[row.PageId].Mode != PageMode.Hidden).Select(row => new NewestComment
        {
            Comment = ThreadBuilder.ToView(row, []),
            PageUrl = AddressMask.MaskUrl(known[row.PageId].Url) ?? "",
            PageTitle = AddressMask.Mask(known[row.PageId].Title),
        })];
    }

    private static ThreadView Empty(string url, Page? page, DateTimeOffset now) => new()
    {
        Page = page is null ? new ThreadPage { Url = AddressMask.MaskUrl(url) ?? "", Title = null, Mode = PageMode.Open } : Describe(page, now),
        Count = 0,
        Comments = [],
        Next = null,
    };

    private static ThreadPage Describe(Page page, DateTimeOffset now) => new()
    {
        Url = AddressMask.MaskUrl(page.Url) ?? "",
        Title = AddressMask.Mask(page.Title),
        Mode = PageAccess.EffectiveMode(page, now),
    };
}

/// <summary>A comment in the feed of a site.</summary>
internal sealed record NewestComment
{
    public required CommentView Comment { get; init; }

    public required string PageUrl { get; init; }

    public required string? PageTitle { get; init; }
}
