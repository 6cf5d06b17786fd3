using Moderation.Labels;
using Moderation.Training;

namespace Moderation.Tests.Training;

/// <summary>What gets into a training set, what stays out and why, and where the line between learning and testing lies. Pure.</summary>
public sealed class GuardingTrainingSets
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly TrainingSetRules Rules = new();

    private int made;

    [Fact]
    public void No_labels_make_an_empty_set_and_no_mistake()
    {
        BuiltSet built = Build([]);
        Assert.Empty(built.Items);
        Assert.Equal((0, 0), (built.Manifest.Labels, built.Manifest.Texts));
    }

    [Fact]
    public void What_is_held_out_is_newer_and_nothing_like_it_is_learnt()
    {
        // Forty texts, an hour apart; the twentieth came again as the last, a little changed.
        TrainingLabel[] labels = [.. Many(40), Label(at: Start.AddHours(100)) with { Cluster = 20 }];
        BuiltSet built = Build(labels);

        Dictionary<Guid, TrainingLabel> byId = labels.ToDictionary(label => label.SubmissionId);
        foreach (IGrouping<int, TrainingItem> cluster in built.Items.GroupBy(item => byId[item.SubmissionId].Cluster))
        {
            Assert.Single(cluster.Select(item => item.Part).Distinct());
        }

        DateTimeOffset newestLearnt = built.Items.Where(item => item.Part == TrainingPart.Training).Max(item => FirstOf(byId[item.SubmissionId].Cluster));
        Assert.All(built.Items.Where(item => item.Part == TrainingPart.Holdout), item => Assert.True(FirstOf(byId[item.SubmissionId].Cluster) > newestLearnt));
        Assert.Equal((8, 4, 29), (Count(TrainingPart.Holdout), Count(TrainingPart.Validation), Count(TrainingPart.Training)));

        DateTimeOffset FirstOf(int cluster) => labels.Where(label => label.Cluster == cluster).Min(label => label.ReceivedAt);

        int Count(TrainingPart part) => built.Items.Count(item => item.Part == part);
    }

    [Fact]
    public void What_the_champion_learnt_is_not_held_out()
    {
        TrainingLabel[] labels = Many(40);
        HashSet<Guid> learnt = [.. labels[^5..].Select(label => label.SubmissionId)];
        BuiltSet built = TrainingSetBuilder.Build(labels, [], learnt, Rules);

        Assert.All(built.Items.Where(item => learnt.Contains(item.SubmissionId)), item => Assert.Equal(TrainingPart.Training, item.Part));
        Assert.Equal(8, built.Items.Count(item => item.Part == TrainingPart.Holdout));
    }

    [Fact]
    public void Of_equal_texts_the_latest_label_counts_and_the_contradiction_is_told()
    {
        TrainingLabel first = Label(isViolating: true) with { TextHash = "same" };
        TrainingLabel later = Label(isViolating: false, at: Start.AddDays(1), actor: "moderator:2") with { TextHash = "same" };
        TrainingLabel outside = Label(isViolating: true, at: Start.AddDays(2), actor: "key:1") with { TextHash = "same", Source = LabelSource.Feedback };
        BuiltSet built = Build([first, later, outside]);

        Assert.Equal(later.SubmissionId, Assert.Single(built.Items).SubmissionId);
        Assert.Equal(2, built.Manifest.LeftOut["contradicted"]);
        Assert.Contains(built.Manifest.Warnings, warning => warning.StartsWith("2 labels say the opposite", StringComparison.Ordinal) && warning.Contains("That is many", StringComparison.Ordinal));
    }

    [Fact]
    public void One_person_alone_is_told_and_not_capped()
    {
        BuiltSet built = Build(Many(600));
        Assert.Equal(600, built.Items.Count);
        Assert.Contains("All labels are by one person: the model learns that person's judgement.", built.Manifest.Warnings);
    }

    [Fact]
    public void Imported_labels_are_nobody_in_particular()
    {
        BuiltSet built = Build([.. Many(600, actor: "import").Select(label => label with { Source = LabelSource.Import })]);
        Assert.Equal(600, built.Items.Count);
        Assert.StartsWith("All labels were imported", Assert.Single(built.Manifest.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_two_persons_counts_at_most_as_much_as_the_other()
    {
        BuiltSet built = Build([.. Many(900), .. Many(300, actor: "moderator:2")]);
        Assert.Equal(600, built.Items.Count);
        Assert.Equal(600, built.Manifest.LeftOut["actor"]);
    }

    [Fact]
    public void A_key_counts_at_most_a_tenth()
    {
        TrainingLabel[] outside = [.. Many(400, actor: "key:1").Select(label => label with { Source = LabelSource.Feedback, Weight = 0.3 })];
        BuiltSet built = Build([.. Many(600), .. outside]);
        Assert.Equal(100, built.Manifest.Sources["feedback"]);
    }

    [Fact]
    public void A_campaign_counts_as_a_few_texts()
    {
        TrainingLabel[] campaign = [.. Many(200).Select(label => label with { Cluster = 7, IsViolating = true })];
        BuiltSet built = Build([.. Many(50, actor: "moderator:2"), .. campaign]);
        Assert.Equal(190, built.Manifest.LeftOut["campaign"]);
        Assert.Empty(built.Bursts);
    }

    [Fact]
    public void A_sudden_one_sided_burst_waits_for_an_admin()
    {
        TrainingLabel[] burst = [.. Many(80).Select((label, index) => label with { IsViolating = false, At = Start.AddDays(30).AddSeconds(index) })];
        TrainingLabel[] labels = [.. Many(40, actor: "moderator:2"), .. burst];
        BuiltSet built = Build(labels);

        PoisoningGuard.Burst found = Assert.Single(built.Bursts);
        Assert.Equal(("moderator:1", Start.AddDays(30), 80, 0), (found.Actor, found.From, found.Labels, found.Violating));
        Assert.Equal((40, 80), (built.Items.Count, built.Manifest.LeftOut["held"]));

        BuiltSet again = TrainingSetBuilder.Build(labels, [Hold(found, LabelHoldState.Waiting)], new HashSet<Guid>(), Rules);
        Assert.Equal((40, 80), (again.Items.Count, again.Manifest.LeftOut["held"]));
        Assert.Empty(again.Bursts);
        Assert.Equal(120, TrainingSetBuilder.Build(labels, [Hold(found, LabelHoldState.Released)], new HashSet<Guid>(), Rules).Items.Count);
        Assert.Equal(80, TrainingSetBuilder.Build(labels, [Hold(found, LabelHoldState.Dropped)], new HashSet<Guid>(), Rules).Manifest.LeftOut["dropped"]);
    }

    [Fact]
    public void Much_work_of_both_kinds_is_no_burst_and_neither_is_the_usual()
    {
        TrainingLabel[] both = [.. Many(80).Select((label, index) => label with { IsViolating = index % 5 == 0, At = Start.AddSeconds(index) })];
        Assert.Empty(Build(both).Bursts);

        TrainingLabel[] usual = [.. Many(600).Select((label, index) => label with { IsViolating = false, At = Start.AddHours(index / 60).AddSeconds(index % 60) })];
        Assert.Single(Build(usual).Bursts);
    }

    [Fact]
    public void Two_hundred_thousand_labels_are_bounded_by_the_newest()
    {
        TrainingLabel[] labels = [.. Enumerable.Range(0, 200_000).Select(index => Label(isViolating: index % 3 == 0, at: Start.AddMinutes(index), actor: $"moderator:{index % 9}"))];
        BuiltSet built = Build(labels);

        Assert.Equal(50_000, built.Items.Count);
        Assert.Equal(150_000, built.Manifest.LeftOut["too_many"]);
        Assert.Contains(built.Manifest.Warnings, warning => warning.StartsWith("Only the newest 50000 texts are used", StringComparison.Ordinal));
        Assert.Contains(labels[^1].SubmissionId, built.Items.Select(item => item.SubmissionId));
        Assert.True(TrainingItems.Write(built.Items).Bytes.Length < 5_000_000);
    }

    [Fact]
    public void Equal_labels_make_equal_sets_and_a_changed_byte_is_found()
    {
        TrainingLabel[] labels = Many(40);
        (byte[] bytes, string sha256) = TrainingItems.Write(Build(labels).Items);
        Assert.Equal(sha256, TrainingItems.Write(Build([.. labels.Reverse()]).Items).Sha256);
        Assert.Equal(Build(labels).Items.OrderBy(item => item.SubmissionId.ToString()), TrainingItems.Read(bytes, sha256));

        (byte[] others, _) = TrainingItems.Write(Build(labels[1..]).Items);
        Assert.Throws<InvalidDataException>(() => TrainingItems.Read(others, sha256));
    }

    [Fact]
    public void A_manifest_comes_back_whole()
    {
        TrainingManifest manifest = Build(Many(40)).Manifest;
        Assert.Equivalent(manifest, TrainingManifest.FromJson(manifest.ToJson()), strict: true);
    }

    private static BuiltSet Build(IReadOnlyList<TrainingLabel> labels) => TrainingSetBuilder.Build(labels, [], new HashSet<Guid>(), Rules);

    private static LabelHold Hold(PoisoningGuard.Burst burst, LabelHoldState state) => new()
    {
        HoldId = Guid.Empty,
        Site = Sites.SiteId.Parse("gazette"),
        Actor = burst.Actor,
        From = burst.From,
        To = burst.From.AddHours(1),
        Labels = burst.Labels,
        Violating = burst.Violating,
        State = state,
        CreatedAt = Start,
    };

    // An hour apart, both kinds, each a text of its own.
    private TrainingLabel[] Many(int count, string actor = "moderator:1") =>
        [.. Enumerable.Range(0, count).Select(index => Label(isViolating: index % 2 == 0, at: Start.AddHours(index), actor: actor))];

    private TrainingLabel Label(bool isViolating = true, DateTimeOffset? at = null, string actor = "moderator:1")
    {
        int number = made++;
        return new TrainingLabel
        {
            SubmissionId = new Guid(number, 0, 0, new byte[8]),
            Source = LabelSource.Decision,
            IsViolating = isViolating,
            Actor = actor,
            Weight = 1,
            At = at ?? Start,
            ReceivedAt = at ?? Start,
            TextHash = $"text {number}",
            Chars = 100,
            Cluster = number + 1_000_000,
        };
    }
}
