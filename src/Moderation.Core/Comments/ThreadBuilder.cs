using Moderation.Privacy;
using Moderation.Submissions;

namespace Moderation.Comments;

/// <summary>
/// Builds threads from the comments that the public may read. Addresses typed into a name, URL or body are masked here, so that no public read
/// can forget it.
/// </summary>
internal static class ThreadBuilder
{
    /// <summary>How deep threads are nested, the root being 1. A deeper reply is shown at this depth and keeps naming its parent.</summary>
    public const int MaxDepth = 5;

    /// <summary>Threads, oldest first at every level. What was removed keeps its place while something is shown below it, without its name and text. A reply whose parent is not among the given is left out, and whatever hangs on it.</summary>
    /// <param name="roots">The roots to show.</param>
    /// <param name="replies">The replies below them, in any order; those of other roots are left out.</param>
    public static IReadOnlyList<CommentView> Build(IEnumerable<Submission> roots, IEnumerable<Submission> replies)
    {
        ILookup<SubmissionId, Submission> byParent = replies
            .Where(reply => reply.ParentId is not null)
            .ToLookup(reply => reply.ParentId!.Value);
        List<Node> threads = [.. roots.Select(root => new Node(root, null))];

        // A queue and not recursion: a chain of a hundred thousand replies must not end the process.
        var waiting = new Queue<Node>(threads);
        while (waiting.TryDequeue(out Node? node))
        {
            foreach (Submission reply in byParent[node.Submission.Key.Id])
            {
                Node place = node.Depth < MaxDepth ? node : node.Parent!;
                var child = new Node(reply, place);
                place.Replies.Add(child);
                waiting.Enqueue(child);
            }
        }

        return ToViews(threads);
    }

    /// <summary>One comment as the public sees it, with the replies given.</summary>
    public static CommentView ToView(Submission submission, IReadOnlyList<CommentView> replies) => new()
    {
        Id = submission.Key.Id.Value,
        ParentId = submission.ParentId?.Value,
        Author = new CommentAuthor
        {
            Name = AddressMask.Mask(submission.AuthorName),
            Url = AddressMask.MaskUrl(submission.AuthorUrl),
        },
        Body = AddressMask.Mask(submission.Body),
        SubmittedAt = submission.SubmittedAt,
        Featured = submission.IsFeatured,
        Replies = replies,
    };

    private static CommentView ToPlaceholder(Submission submission, IReadOnlyList<CommentView> replies) => new()
    {
        Id = submission.Key.Id.Value,
        ParentId = submission.ParentId?.Value,
        Author = new CommentAuthor { Name = "", Url = null },
        Body = "",
        SubmittedAt = submission.SubmittedAt,
        Featured = false,
        Removed = true,
        Replies = replies,
    };

    // Recursion is safe here: nothing is nested deeper than MaxDepth.
    private static IReadOnlyList<CommentView> ToViews(List<Node> nodes) =>
    [
        .. nodes
            .OrderBy(node => node.Submission.SubmittedAt)
            .ThenBy(node => node.Submission.Key.Id.Value)
            .Select(node => (node.Submission, Replies: ToViews(node.Replies)))
            .Where(shown => shown.Submission.State != SubmissionState.Removed || shown.Replies.Count > 0)
            .Select(shown => shown.Submission.State == SubmissionState.Removed ? ToPlaceholder(shown.Submission, shown.Replies) : ToView(shown.Submission, shown.Replies)),
    ];

    private sealed class Node(Submission submission, Node? parent)
    {
        public Submission Submission { get; } = submission;

        public Node? Parent { get; } = parent;

        public int Depth { get; } = parent is null ? 1 : parent.Depth + 1;

        public List<Node> Replies { get; } = [];
    }
}
