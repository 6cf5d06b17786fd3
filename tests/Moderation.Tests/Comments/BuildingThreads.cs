using CsCheck;
using Moderation.Comments;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Comments;

public sealed class BuildingThreads
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Replies_hang_under_their_parents_oldest_first() => Assert.Equal(
        "1(2(4)3) 5",
        Show([Comment(5), Comment(1)], [Comment(3, 1), Comment(4, 2), Comment(2, 1)]));

    [Fact]
    public void A_reply_to_what_is_not_shown_is_left_out_with_all_that_hangs_on_it() => Assert.Equal(
        "1(2)",
        Show([Comment(1)], [Comment(2, 1), Comment(4, 3), Comment(5, 4), Comment(7, 6)]));

    [Fact]
    public void What_is_deeper_than_five_is_shown_at_five() => Assert.Equal(
        "1(2(3(4(5 6 7 8))))",
        Show([Comment(1)], [Comment(2, 1), Comment(3, 2), Comment(4, 3), Comment(5, 4), Comment(6, 5), Comment(7, 6), Comment(8, 4)]));

    [Fact]
    public void A_reply_that_is_moved_up_still_names_its_parent()
    {
        CommentView thread = ThreadBuilder.Build([Comment(1)], [Comment(2, 1), Comment(3, 2), Comment(4, 3), Comment(5, 4), Comment(6, 5)])[0];

        CommentView last = thread.Replies[0].Replies[0].Replies[0].Replies[1];

        Assert.Equal((Id(6).Value, Id(5).Value), (last.Id, last.ParentId));
    }

    [Fact]
    public void A_reply_may_be_dated_before_its_parent() => Assert.Equal(
        "9(8)",
        Show([Comment(9)], [Comment(8, 9)]));

    [Fact]
    public void Of_the_same_time_the_lower_id_is_first() => Assert.Equal(
        "1 2",
        Show([Comment(2) with { SubmittedAt = Start }, Comment(1) with { SubmittedAt = Start }], []));

    [Fact]
    public void A_chain_of_a_hundred_thousand_replies_is_built()
    {
        CommentView thread = ThreadBuilder.Build([Comment(1)], Enumerable.Range(2, 100_000).Select(number => Comment(number, number - 1)))[0];

        Assert.Equal(100_000 - 3, thread.Replies[0].Replies[0].Replies[0].Replies.Count);
    }

    [Fact]
    public void Typed_addresses_are_masked_everywhere()
    {
        Submission planted = Comment(1) with
        {
            AuthorName = "ana@example.net",
            AuthorUrl = "https://ana.example/?mail=ana%40example.net",
            Body = "Write to ana@example.net",
        };

        CommentView view = ThreadBuilder.Build([planted], [])[0];

        Assert.Equal(("…@…", "https://ana.example/?mail=masked", "Write to …@…"), (view.Author.Name, view.Author.Url, view.Body));
    }

    [Fact]
    public void A_removed_comment_keeps_its_place_without_name_and_text_while_something_hangs_on_it()
    {
        Submission removed = Comment(2, 1) with { State = SubmissionState.Removed, AuthorName = "Ben", AuthorUrl = "https://ben.example/", Body = "gone", IsFeatured = true };
        CommentView view = ThreadBuilder.Build([Comment(1)], [removed, Comment(3, 2)])[0].Replies[0];
        Assert.Equal(("", null, "", false, true, "3"), (view.Author.Name, view.Author.Url, view.Body, view.Featured, view.Removed, Show(view.Replies, " ")));
        Assert.Equal(removed.SubmittedAt, view.SubmittedAt);
        Assert.False(view.Replies[0].Removed);
    }

    [Fact]
    public void A_removed_comment_with_nothing_below_it_is_not_there()
    {
        Submission Removed(int number, int? parent = null) => Comment(number, parent) with { State = SubmissionState.Removed };
        Assert.Equal("1", Show([Comment(1)], [Removed(2, 1), Removed(3, 2)]));
        Assert.Equal("", Show([Removed(1)], []));
        Assert.Equal("1(2)", Show([Removed(1)], [Comment(2, 1), Removed(3, 2)]));
    }

    [Fact]
    public void Whatever_hangs_on_what_every_visible_comment_is_shown_once_and_never_too_deep() =>
        Gen.Int[0, 40].Array[0, 40].Sample(parents =>
        {
            Submission[] all = [.. parents.Select((parent, index) => Comment(index + 1, parent == 0 || parent == index + 1 ? null : parent))];
            Submission[] roots = [.. all.Where(comment => comment.ParentId is null)];

            IReadOnlyList<CommentView> threads = ThreadBuilder.Build(roots, all.Where(comment => comment.ParentId is not null));

            Guid[] shown = [.. threads.SelectMany(Flatten)];
            Assert.Equal(shown.Distinct().Count(), shown.Length);
            Assert.Equal(Reachable(all).Order(), shown.Order());
            Assert.All(threads, thread => Assert.InRange(DepthOf(thread), 1, ThreadBuilder.MaxDepth));
        });

    private static HashSet<Guid> Reachable(Submission[] all)
    {
        HashSet<Guid> reached = [.. all.Where(comment => comment.ParentId is null).Select(comment => comment.Key.Id.Value)];
        while (all.Any(comment => comment.ParentId is { } parent && reached.Contains(parent.Value) && reached.Add(comment.Key.Id.Value)))
        {
        }

        return reached;
    }

    private static IEnumerable<Guid> Flatten(CommentView view) => view.Replies.SelectMany(Flatten).Prepend(view.Id);

    private static int DepthOf(CommentView view) => 1 + view.Replies.Select(DepthOf).DefaultIfEmpty().Max();

    private static string Show(Submission[] roots, Submission[] replies) => Show(ThreadBuilder.Build(roots, replies), " ");

    private static string Show(IReadOnlyList<CommentView> views, string separator) => string.Join(separator, views.Select(view =>
        NumberOf(view.Id) + (view.Replies.Count == 0 ? "" : $"({Show(view.Replies, view.Replies.Any(reply => reply.Replies.Count > 0) ? "" : " ")})")));

    private static string NumberOf(Guid id) => int.Parse(id.ToString("N")[^8..], System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture)
        .ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static SubmissionId Id(int number) => new(new Guid(0, 0, 0, [0, 0, 0, 0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]));

    private static Submission Comment(int number, int? parent = null) => new()
    {
        Key = new SubmissionKey(SiteId.Parse("gazette"), Id(number)),
        PageId = Guid.Empty,
        ParentId = parent is { } of ? Id(of) : null,
        RootId = Id(parent is null ? number : 1),
        State = SubmissionState.Approved,
        Source = SubmissionSource.Http,
        AuthorName = "Ana",
        Body = "Hi",
        BodyHash = [],
        ContentHash = [],
        SubmittedAt = Start.AddMinutes(number),
        ReceivedAt = Start,
    };
}
