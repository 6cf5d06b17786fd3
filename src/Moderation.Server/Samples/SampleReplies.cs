using Moderation.Contracts;

namespace Moderation.Server.Samples;

/// <summary>Makes labelled submissions that look like those of a local newspaper, for trying the service out and for measuring it.</summary>
internal static class SampleReplies
{
    /// <summary>How far back a reply looks for its parent, in submissions: senders work in parallel, and a parent that is not there yet is refused.</summary>
    public const int ParentDistance = 100;

    private const double ReplyShare = 0.3;
    private const double TopicalShare = 0.7;
    private const int ParentsKept = ParentDistance + 40;

    /// <summary>Comments of these kinds speak to another reader and are sent with a parent.</summary>
    private static readonly string[] AddressedKinds = ["disagreement", "answer", "agreement"];

    /// <summary>An endless sequence; the same arguments give the same sequence.</summary>
    /// <param name="seed">Chooses the sequence.</param>
    /// <param name="start">The time in the first id (UUIDv7); each following id is one millisecond later. Another start gives other ids and the same texts.</param>
    /// <param name="spamShare">Share of spam, 0 to 1.</param>
    /// <param name="abusiveShare">Share of abuse, 0 to 1; together at most 1.</param>
    /// <param name="pages">Where the replies go; null for <see cref="SamplePage.All"/>.</param>
    public static IEnumerable<SampleReply> Mix(int seed, DateTimeOffset start, double spamShare = 0.05, double abusiveShare = 0.03, IReadOnlyList<SamplePage>? pages = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spamShare);
        ArgumentOutOfRangeException.ThrowIfNegative(abusiveShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spamShare + abusiveShare, 1, nameof(spamShare));
        pages ??= SamplePage.All;
        ArgumentOutOfRangeException.ThrowIfZero(pages.Count, nameof(pages));
        return Sequence(new SampleDice(seed), start, spamShare, abusiveShare, pages);
    }

    private static IEnumerable<SampleReply> Sequence(SampleDice dice, DateTimeOffset start, double spamShare, double abusiveShare, IReadOnlyList<SamplePage> pages)
    {
        SampleShelf shelf = new();
        Dictionary<string, Queue<(long Number, Guid Id)>> roots = pages.ToDictionary(page => page.Url, _ => new Queue<(long, Guid)>());
        for (long number = 0; ; number++)
        {
            double share = dice.NextShare();
            SampleLabel label = share < spamShare ? SampleLabel.Spam : share < spamShare + abusiveShare ? SampleLabel.Abusive : SampleLabel.Acceptable;
            SamplePage page = dice.Pick(pages);
            Guid? parent = dice.Falls(ReplyShare) && label != SampleLabel.Spam ? Parent(dice, roots[page.Url], number) : null;
            SampleText text = label == SampleLabel.Acceptable && parent is not null
                ? dice.Pick(shelf.Addressed)
                : dice.Pick(shelf.For(label, page.Topic, isTopical: dice.Falls(TopicalShare)));
            Guid id = dice.NextId(start.AddMilliseconds(number));
            if (label == SampleLabel.Acceptable)
            {
                Remember(roots[page.Url], number, id);
            }

            yield return new SampleReply { Reply = Reply(dice, id, page, parent, label, text.Tell()), Label = label, Kind = text.Comment.Kind };
        }
    }

    private static SubmitReply Reply(SampleDice dice, Guid id, SamplePage page, Guid? parent, SampleLabel label, string body)
    {
        bool isRobot = label == SampleLabel.Spam && dice.Falls(0.4);
        return new SubmitReply
        {
            Id = id.ToString("D"),
            Page = new PageReference { Url = page.Url, Id = page.ExternalId, Title = page.Title },
            ParentId = parent?.ToString("D"),
            Author = SampleAuthors.Author(dice, label),
            Body = body,
            Client = SampleAuthors.Client(dice, page),
            Honeypot = isRobot && dice.Falls(0.5) ? "yes" : "",
            ElapsedSeconds = Math.Round(isRobot ? dice.NextShare() * 2 : 5 + (dice.NextShare() * (20 + body.Length)), 1),
        };
    }

    private static Guid? Parent(SampleDice dice, Queue<(long Number, Guid Id)> roots, long number)
    {
        (long Number, Guid Id)[] ready = [.. roots.Where(root => number - root.Number >= ParentDistance)];
        return ready.Length == 0 ? null : dice.Pick(ready).Id;
    }

    private static void Remember(Queue<(long Number, Guid Id)> roots, long number, Guid id)
    {
        roots.Enqueue((number, id));
        if (roots.Count > ParentsKept)
        {
            roots.Dequeue();
        }
    }

    /// <summary>The texts of one sequence, sorted by where they can be used.</summary>
    private sealed class SampleShelf
    {
        private readonly Dictionary<(SampleLabel Label, string? Topic), SampleText[]> _texts;

        public SampleShelf()
        {
            SampleText[] all = [.. SampleLibrary.Comments.Select(comment => new SampleText(comment))];
            Addressed = [.. all.Where(IsAddressed)];
            _texts = all.Where(text => !IsAddressed(text)).GroupBy(text => (text.Comment.Label, text.Comment.Topic)).ToDictionary(group => group.Key, group => group.ToArray());
        }

        public SampleText[] Addressed { get; }

        /// <summary>Texts about the topic, or texts that fit any page where there are none.</summary>
        public SampleText[] For(SampleLabel label, string topic, bool isTopical) =>
            isTopical && _texts.TryGetValue((label, topic), out SampleText[]? topical) ? topical : _texts[(label, null)];

        private static bool IsAddressed(SampleText text) => AddressedKinds.Contains(text.Comment.Kind);
    }
}
