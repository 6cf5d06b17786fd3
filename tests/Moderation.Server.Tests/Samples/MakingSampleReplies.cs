using System.Net;
using System.Text.RegularExpressions;
using Moderation.Server.Samples;

namespace Moderation.Server.Tests.Samples;

public sealed partial class MakingSampleReplies
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void There_are_400_texts_of_many_kinds_and_no_two_are_equal()
    {
        Assert.True(SampleLibrary.Comments.Count >= 400);
        Assert.Equal(SampleLibrary.Comments.Count, SampleLibrary.Comments.Select(comment => comment.Text).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(Enum.GetValues<SampleLabel>(), label =>
            Assert.True(SampleLibrary.Comments.Where(comment => comment.Label == label).Select(comment => comment.Kind).Distinct().Count() >= 10, $"{label} has many kinds"));
    }

    [Fact]
    public void Every_topic_has_a_page_and_every_aside_a_comment()
    {
        Assert.Equal(
            SampleLibrary.Comments.Select(comment => comment.Topic).OfType<string>().Distinct().Order(),
            SamplePage.All.Select(page => page.Topic).Order());
        Assert.All(SampleLibrary.Asides, aside =>
        {
            Assert.Contains(aside.Place, new[] { "before", "after" });
            Assert.All(aside.Kinds ?? [], kind => Assert.Contains(SampleLibrary.Comments, comment => comment.Label == aside.Label && comment.Kind == kind));
        });
    }

    [Fact]
    public void The_same_seed_gives_the_same_replies_and_another_seed_others()
    {
        SampleReply[] first = [.. SampleReplies.Mix(7, Start).Take(500)];
        SampleReply[] again = [.. SampleReplies.Mix(7, Start).Take(500)];
        SampleReply[] other = [.. SampleReplies.Mix(8, Start).Take(500)];
        Assert.Equal(first, again);
        Assert.NotEqual(first.Select(sample => sample.Reply.Body), other.Select(sample => sample.Reply.Body));
    }

    [Fact]
    public void A_later_start_gives_other_ids_and_the_same_texts()
    {
        SampleReply[] first = [.. SampleReplies.Mix(7, Start).Take(500)];
        SampleReply[] later = [.. SampleReplies.Mix(7, Start.AddMinutes(5)).Take(500)];
        Assert.Equal(first.Select(sample => sample.Reply.Body), later.Select(sample => sample.Reply.Body));
        Assert.Empty(first.Select(sample => sample.Reply.Id).Intersect(later.Select(sample => sample.Reply.Id)));
    }

    [Fact]
    public void Ids_are_unique_time_ordered_and_of_version_7()
    {
        Guid[] ids = [.. SampleReplies.Mix(3, Start).Take(5_000).Select(sample => Guid.ParseExact(sample.Reply.Id!, "D"))];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((7, 8), (id.Version, id.Variant & 0xC)));
        Assert.Equal(ids.Select(id => id.ToString()), ids.Select(id => id.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(Start.ToUnixTimeMilliseconds().ToString("x12", null), ids[0].ToString("N")[..12]);
    }

    [Theory]
    [InlineData(0.05, 0.03)]
    [InlineData(0.5, 0)]
    [InlineData(0, 1)]
    public void The_shares_are_those_asked_for(double spamShare, double abusiveShare)
    {
        SampleReply[] samples = [.. SampleReplies.Mix(11, Start, spamShare, abusiveShare).Take(20_000)];
        Assert.Equal(spamShare, samples.Count(sample => sample.Label == SampleLabel.Spam) / 20_000.0, 0.01);
        Assert.Equal(abusiveShare, samples.Count(sample => sample.Label == SampleLabel.Abusive) / 20_000.0, 0.01);
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(0, -0.1)]
    [InlineData(0.6, 0.5)]
    public void Impossible_shares_are_refused(double spamShare, double abusiveShare) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleReplies.Mix(1, Start, spamShare, abusiveShare));

    [Fact]
    public void Twenty_thousand_replies_hardly_repeat_a_text()
    {
        string[] bodies = [.. SampleReplies.Mix(5, Start).Take(20_000).Select(sample => sample.Reply.Body!)];
        Assert.InRange(bodies.Distinct(StringComparer.Ordinal).Count(), 19_900, 20_000);
    }

    [Fact]
    public void One_text_is_told_in_every_way_before_a_way_comes_again()
    {
        SampleText text = new(SampleLibrary.Comments.First(comment => comment.Kind == "question"));
        string[] told = [.. Enumerable.Range(0, text.Ways).Select(_ => text.Tell())];
        Assert.Equal(text.Comment.Text, told[0]);
        Assert.True(text.Ways > 100);
        Assert.Equal(text.Ways, told.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(told[0], text.Tell());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void A_parent_was_sent_long_before_on_the_same_page_and_is_acceptable(int pageCount)
    {
        SampleReply[] samples = [.. SampleReplies.Mix(9, Start, pages: [.. SamplePage.All.Take(pageCount)]).Take(3_000)];
        Dictionary<string, (int Number, SampleReply Sample)> byId = samples.Select((sample, number) => (number, sample)).ToDictionary(row => row.sample.Reply.Id!);
        int replies = 0;
        for (int number = 0; number < samples.Length; number++)
        {
            if (samples[number].Reply.ParentId is { } parentId)
            {
                replies++;
                (int parentNumber, SampleReply parent) = byId[parentId];
                Assert.True(number - parentNumber >= SampleReplies.ParentDistance);
                Assert.Equal(parent.Reply.Page, samples[number].Reply.Page);
                Assert.Equal(SampleLabel.Acceptable, parent.Label);
            }
        }

        Assert.InRange(replies, 600, 1_200);
    }

    [Fact]
    public void Nobody_real_is_named_by_address_link_or_network()
    {
        Assert.All(SampleReplies.Mix(2, Start, 0.3, 0.3).Take(5_000), sample =>
        {
            Assert.InRange(sample.Reply.Author!.Name!.Length, 1, 245);
            Assert.InRange(sample.Reply.Body!.Length, 1, 20_000);
            if (sample.Reply.Author.Email is { } email)
            {
                Assert.Matches(Address(), email);
                Assert.True(IsReserved(email.Split('@')[1]), email);
            }

            Assert.All(Link().Matches(sample.Reply.Body!).Concat(Link().Matches(sample.Reply.Author.Url ?? "")), link => Assert.True(IsReserved(link.Groups[1].Value), link.Value));
            Assert.StartsWith("2001:db8:", IPAddress.Parse(sample.Reply.Client!.Ip!).ToString(), StringComparison.Ordinal);
        });
    }

    private static bool IsReserved(string domain) => domain.EndsWith(".example", StringComparison.Ordinal) || domain is "example.net" or "example.org" or "example.com";

    [GeneratedRegex("^[a-z][a-z.]*\\.[a-z0-9]{5}@[a-z.-]+$")]
    private static partial Regex Address();

    [GeneratedRegex("https?://([^/\\s\\]\">?]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
