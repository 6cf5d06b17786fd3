using Moderation.Campaigns;

namespace Moderation.Tests.Campaigns;

/// <summary>What becomes of newcomers: which campaigns are made, and that nobody is in one who does not belong there.</summary>
public sealed class PlanningCampaigns
{
    [Fact]
    public void Three_alike_make_a_campaign_and_two_do_not()
    {
        Random random = new(1);
        string text = SomeTexts.Unlike(random);
        Arrival[] arrivals = [SomeTexts.Arrival(text), SomeTexts.Arrival(SomeTexts.Edit(random, text)), SomeTexts.Arrival(SomeTexts.Unlike(random))];
        (ArrivalWindow window, GroupingPlan plan) = Plan(arrivals);
        Assert.Empty(plan.Made);

        Arrival third = SomeTexts.Arrival(SomeTexts.Edit(random, text), 5);
        window.Add(third);
        plan = GroupingPlan.Of(SiteCampaigns.None, window, [third]);
        Campaign made = Assert.Single(plan.Made);
        Assert.Equal(3, plan.Joins.Count);
        Assert.Equal((CampaignKind.Text, third.Key.Id, arrivals[0].ReceivedAt), (made.Kind, made.Sample, made.FirstAt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_chain_of_small_edits_never_puts_together_what_is_not_alike(int seed)
    {
        // Each text is its predecessor with one word changed: after two hundred steps nothing of the first is left.
        Random random = new(seed);
        List<Arrival> chain = [SomeTexts.Arrival(SomeTexts.Unlike(random))];
        string text = SomeTexts.Unlike(random);
        for (int step = 0; step < 200; step++)
        {
            text = SomeTexts.Edit(random, text);
            chain.Add(SomeTexts.Arrival(text, step));
        }

        (ArrivalWindow window, GroupingPlan plan) = Plan([.. chain]);
        CheckExact(plan, window);
        Assert.True(plan.Made.Count > 3, $"{plan.Made.Count} campaigns of 200 steps");
        Dictionary<Guid, Guid> campaignOf = plan.Joins.ToDictionary(member => member.Key.Id.Value, member => member.CampaignId);
        Assert.NotEqual(campaignOf.GetValueOrDefault(chain[1].Key.Id.Value), campaignOf.GetValueOrDefault(chain[^1].Key.Id.Value));
    }

    [Fact]
    public void A_bridge_between_two_waves_does_not_join_them()
    {
        // Texts that are half of the one wave and half of the other: in a chain of neighbours they would make one group of both.
        Random random = new(4);
        string[] left = SomeTexts.Unlike(random, 20).Split(' ');
        string[] right = SomeTexts.Unlike(random, 20).Split(' ');
        List<Arrival> arrivals = [];
        for (int share = 0; share <= 20; share++)
        {
            string mixed = string.Join(' ', left[..(20 - share)].Concat(right[(20 - share)..]));
            arrivals.AddRange(Enumerable.Range(0, 5).Select(_ => SomeTexts.Arrival(mixed)));
        }

        (ArrivalWindow window, GroupingPlan plan) = Plan([.. arrivals.OrderBy(_ => random.Next())]);
        CheckExact(plan, window);
        Dictionary<Guid, Guid> campaignOf = plan.Joins.ToDictionary(member => member.Key.Id.Value, member => member.CampaignId);
        Assert.NotEqual(campaignOf[arrivals[0].Key.Id.Value], campaignOf[arrivals[^1].Key.Id.Value]);
    }

    [Fact]
    public void A_spun_text_is_one_campaign_and_ordinary_comments_are_none()
    {
        Random random = new(5);
        List<(Arrival Arrival, bool IsSpam)> stream = [];
        for (int index = 0; index < 1_000; index++)
        {
            bool isSpam = index % 3 == 0;
            stream.Add((SomeTexts.Arrival(isSpam ? SomeTexts.Spam(random) : SomeTexts.Unlike(random), index), isSpam));
        }

        (ArrivalWindow window, GroupingPlan plan) = Plan([.. stream.Select(one => one.Arrival)]);
        CheckExact(plan, window);
        HashSet<Guid> joined = [.. plan.Joins.Select(member => member.Key.Id.Value)];
        Assert.DoesNotContain(stream, one => !one.IsSpam && joined.Contains(one.Arrival.Key.Id.Value));
        int biggest = plan.Joins.GroupBy(member => member.CampaignId).Max(group => group.Count());
        Assert.True(biggest > 300, $"{biggest} of 334 in the biggest campaign, {plan.Made.Count} campaigns");
    }

    [Fact]
    public void Texts_that_share_nothing_but_an_unseen_domain_are_one_campaign()
    {
        Random random = new(6);
        Arrival[] arrivals = [.. Enumerable.Range(0, 10).Select(index => SomeTexts.Arrival(SomeTexts.Unlike(random), index, "pills.example", $"blog{index}.example"))];
        (_, GroupingPlan plan) = Plan(arrivals);
        Campaign made = Assert.Single(plan.Made);
        Assert.Equal((CampaignKind.Domain, "pills.example"), (made.Kind, made.Domain));
        Assert.Equal(10, plan.Joins.Count);
    }

    [Fact]
    public void What_another_process_made_gathers_what_waits_here()
    {
        Random random = new(7);
        string text = SomeTexts.Unlike(random);
        Arrival[] waiting = [SomeTexts.Arrival(text), SomeTexts.Arrival(SomeTexts.Unlike(random)), SomeTexts.Arrival(SomeTexts.Edit(random, text))];
        (_, GroupingPlan elsewhere) = Plan(SomeTexts.Arrival(text), SomeTexts.Arrival(text), SomeTexts.Arrival(text));
        (ArrivalWindow window, GroupingPlan plan) = Plan(waiting);
        Assert.Empty(plan.Joins);

        plan = GroupingPlan.Of(new SiteCampaigns(elsewhere.Made, 1), window, []);
        Assert.Equal([waiting[0].Key, waiting[2].Key], plan.Joins.Select(member => member.Key).Order(Comparer<Moderation.Submissions.SubmissionKey>.Create((one, other) => one.Id.Value.CompareTo(other.Id.Value))));
    }

    [Fact]
    public void The_window_stays_bounded_and_forgets_what_is_old()
    {
        Random random = new(8);
        ArrivalWindow window = new();
        for (int index = 0; index < ArrivalWindow.Most + 500; index++)
        {
            window.Add(SomeTexts.Arrival(SomeTexts.Unlike(random, 8), index));
        }

        Assert.Equal(ArrivalWindow.Most, window.All.Count);
        window.Add(SomeTexts.Arrival("the last one", 1_000_000));
        Assert.Single(window.All);
    }

    private static (ArrivalWindow Window, GroupingPlan Plan) Plan(params Arrival[] arrivals)
    {
        ArrivalWindow window = new();
        foreach (Arrival arrival in arrivals)
        {
            window.Add(arrival);
        }

        return (window, GroupingPlan.Of(SiteCampaigns.None, window, arrivals));
    }

    /// <summary>Every member is like its sample, in one campaign only; whatever is like a sample and came is in some campaign; every campaign has its least.</summary>
    private static void CheckExact(GroupingPlan plan, ArrivalWindow window)
    {
        Dictionary<Guid, Campaign> campaigns = plan.Made.ToDictionary(campaign => campaign.CampaignId);
        Dictionary<Guid, Arrival> arrivals = window.All.ToDictionary(arrival => arrival.Key.Id.Value);
        Assert.All(plan.Joins, member =>
        {
            Assert.True(arrivals[member.Key.Id.Value].Sketch.IsLike(campaigns[member.CampaignId].Sketch, out double likeness));
            Assert.Equal(likeness, member.Likeness);
        });
        Assert.Equal(plan.Joins.Count, plan.Joins.Select(member => member.Key).Distinct().Count());
        HashSet<Guid> joined = [.. plan.Joins.Select(member => member.Key.Id.Value)];
        Assert.DoesNotContain(arrivals.Values, arrival => !joined.Contains(arrival.Key.Id.Value) && campaigns.Values.Any(campaign => arrival.Sketch.IsLike(campaign.Sketch, out _)));
        Assert.All(plan.Joins.GroupBy(member => member.CampaignId), group => Assert.True(group.Count() >= Campaign.LeastMembers));
    }
}
