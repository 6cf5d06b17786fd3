using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

/// <summary>A campaign is one text with changes: it falls together, and nothing else with it.</summary>
public sealed class FindingNearDuplicates
{
    private const string Pitch = "My friends and I have made four hundred dollars a day from home with the golden method, and you can do it too if you write to us this week because places are few";

    [Theory]
    [InlineData("My friends and I have made nine hundred dollars a day from home with the golden method, and you can do it too if you write to us this week because places are few")]
    [InlineData("Hello! My friends and I have made four hundred dollars a day from home with the golden method, and you can do it too if you write to us this week because places are few!!")]
    [InlineData("MY FRIENDS and I have m4de four hundred dollars a d\u200bay from home with the golden method, and you can do it too if you write to us this week because places are few")]
    public void A_changed_copy_falls_together_with_the_first(string copy) => Assert.True(AreTogether(Pitch, copy));

    [Theory]
    [InlineData("The golden method of my grandmother was to bake the bread twice and to let it rest in between, and you can do it too")]
    [InlineData("Why?")]
    public void Another_text_does_not(string other) => Assert.False(AreTogether(Pitch, other));

    [Fact]
    public void The_corpus_written_for_this_project_does_not_fall_into_one_heap()
    {
        TextClusters clusters = new();
        foreach (LabelledText text in SeedCorpus.Training)
        {
            clusters.Add(text.Text);
        }

        int largest = Enumerable.Range(0, clusters.Count).GroupBy(clusters.Of).Max(cluster => cluster.Count());
        Assert.InRange(largest, 1, 60);
    }

    private static bool AreTogether(string left, string right)
    {
        TextClusters clusters = new();
        clusters.Add(left);
        clusters.Add("Something quite different about a dog and the weather in March");
        clusters.Add(right);
        return clusters.Of(0) == clusters.Of(2);
    }
}
