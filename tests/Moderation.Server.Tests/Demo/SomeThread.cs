using Moderation.Comments;
using Moderation.Pages;
using Moderation.Server.Demo;

namespace Moderation.Server.Tests.Demo;

/// <summary>Threads and views with valid defaults.</summary>
internal static class SomeThread
{
    public static readonly DateTimeOffset Time = new(2026, 11, 23, 10, 15, 0, TimeSpan.Zero);

    public static CommentView Comment(string body = "The old bridge was closed in 2019.", string name = "Ana", string? url = null, Guid? id = null, params CommentView[] replies) => new()
    {
        Id = id ?? Guid.CreateVersion7(Time),
        ParentId = null,
        Author = new CommentAuthor { Name = name, Url = url },
        Body = body,
        SubmittedAt = Time,
        Featured = false,
        Replies = replies,
    };

    public static ThreadView Of(params CommentView[] comments) => new()
    {
        Page = new ThreadPage { Url = "https://gazette.example/demo", Title = null, Mode = PageMode.Open },
        Count = comments.Length,
        Comments = comments,
        Next = null,
    };

    public static DemoView View(params CommentView[] comments) => new()
    {
        Site = "gazette",
        PublicKey = "pk_test",
        PageUrl = "https://gazette.example/demo",
        Thread = Of(comments),
    };
}
