using System.ServiceModel.Syndication;
using System.Text;
using System.Text.Json;
using System.Xml;
using Microsoft.Extensions.Options;
using Moderation.Comments;
using Moderation.Server.Problems;
using Moderation.Sites;

namespace Moderation.Server.Doors.Native;

/// <summary><c>GET /v1/sites/{site}/comments.json|rss|atom</c>: the newest comments of a site, for anyone.</summary>
internal sealed class FeedsApi(ThreadReader threads, SiteStore sites, TimeProvider clock, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    public Task<IResult> JsonAsync(HttpContext context, string site, CancellationToken cancellationToken) =>
        AnswerAsync(site, (found, newest) => CachedJson.Of(context, JsonSerializer.SerializeToUtf8Bytes(Document(found, newest), json.Value.SerializerOptions)), cancellationToken);

    public Task<IResult> RssAsync(HttpContext context, string site, CancellationToken cancellationToken) =>
        AnswerAsync(site, (found, newest) => CachedJson.Of(context, Write(new Rss20FeedFormatter(Feed(context, found, newest), serializeExtensionsAsAtom: false)), "application/rss+xml; charset=utf-8"), cancellationToken);

    public Task<IResult> AtomAsync(HttpContext context, string site, CancellationToken cancellationToken) =>
        AnswerAsync(site, (found, newest) => CachedJson.Of(context, Write(new Atom10FeedFormatter(Feed(context, found, newest))), "application/atom+xml; charset=utf-8"), cancellationToken);

    private static NewestAnswer Document(Site site, IReadOnlyList<NewestComment> newest) => new()
    {
        Site = site.Id.Value,
        Comments = [.. newest.Select(item => new NewestAnswerComment
        {
            Id = item.Comment.Id,
            ParentId = item.Comment.ParentId,
            Page = new PageAnswer { Url = item.PageUrl, Title = item.PageTitle },
            Author = new AuthorAnswer { Name = item.Comment.Author.Name, Url = item.Comment.Author.Url },
            Body = item.Comment.Body,
            SubmittedAt = item.Comment.SubmittedAt,
            Featured = item.Comment.Featured,
        })],
    };

    private static byte[] Write(SyndicationFeedFormatter formatter)
    {
        using MemoryStream stream = new();
        using (XmlWriter writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = true }))
        {
            formatter.WriteTo(writer);
        }

        return stream.ToArray();
    }

    private async Task<IResult> AnswerAsync(string site, Func<Site, IReadOnlyList<NewestComment>, IResult> answer, CancellationToken cancellationToken)
    {
        Site? found = SiteId.TryParse(site, out SiteId siteId) ? await sites.FindAsync(siteId, cancellationToken).ConfigureAwait(false) : null;
        return found is null
            ? Problem.Of(ProblemCode.SiteUnknown)
            : answer(found, await threads.NewestAsync(found.Id, cancellationToken).ConfigureAwait(false));
    }

    private SyndicationFeed Feed(HttpContext context, Site site, IReadOnlyList<NewestComment> newest)
    {
        Uri self = new($"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}");
        DateTimeOffset updated = newest.Count == 0 ? site.CreatedAt : newest.Max(item => item.Comment.SubmittedAt);
        SyndicationFeed feed = new($"Comments on {site.Name}", "The newest comments.", self, self.AbsoluteUri, updated < clock.GetUtcNow() ? updated : clock.GetUtcNow())
        {
            Items = newest.Select(Item).ToArray(),
        };
        feed.Links.Add(SyndicationLink.CreateSelfLink(self));
        return feed;
    }

    private static SyndicationItem Item(NewestComment newest)
    {
        CommentView comment = newest.Comment;
        SyndicationItem item = new()
        {
            Id = $"urn:uuid:{comment.Id:D}",
            Title = TextSyndicationContent.CreatePlaintextContent(XmlText.Clean(newest.PageTitle is { } title ? $"{comment.Author.Name} on {title}" : comment.Author.Name)),
            Content = TextSyndicationContent.CreatePlaintextContent(XmlText.Clean(comment.Body)),
            PublishDate = comment.SubmittedAt,
            LastUpdatedTime = comment.SubmittedAt,
        };
        item.Authors.Add(new SyndicationPerson { Name = XmlText.Clean(comment.Author.Name) });
        if (Uri.TryCreate($"{newest.PageUrl}#comment-{comment.Id:D}", UriKind.Absolute, out Uri? link))
        {
            // Not AddPermalink: that would make the address the identity, and addresses of pages change.
            item.Links.Add(SyndicationLink.CreateAlternateLink(link));
        }

        return item;
    }
}

/// <summary>The newest comments of a site.</summary>
internal sealed record NewestAnswer
{
    public required string Site { get; init; }

    public required IReadOnlyList<NewestAnswerComment> Comments { get; init; }
}

/// <summary>One of the newest comments of a site.</summary>
internal sealed record NewestAnswerComment
{
    public required Guid Id { get; init; }

    public required Guid? ParentId { get; init; }

    public required PageAnswer Page { get; init; }

    public required AuthorAnswer Author { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required bool Featured { get; init; }
}
