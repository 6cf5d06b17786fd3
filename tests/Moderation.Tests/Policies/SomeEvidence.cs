using Moderation.Policies;
using Moderation.Scoring;

namespace Moderation.Tests.Policies;

/// <summary>Evidence that speaks for a submission, and the thresholds it is judged by; tests change the one thing they are about.</summary>
internal static class SomeEvidence
{
    public static readonly DefaultThresholds CardThresholds = new()
    {
        SpamFlag = 0.5,
        SpamReject = 0.98,
        AbuseFlag = Thresholds.AbuseCategories.ToDictionary(category => category, _ => 0.4),
        AbuseReject = Thresholds.AbuseCategories.ToDictionary(category => category, _ => 0.9),
        Priority = new Dictionary<Category, double> { [Category.Threat] = 0.6, [Category.SevereToxicity] = 0.6 },
        LikelyToReject = 0.5,
        ReviewBudget = 0.08,
        HowDerived = "chosen for the tests",
    };

    public static readonly Evidence Friendly = new() { Scores = Scores() };

    public static ScoredText Scores(Category? category = null, double score = 0, bool isUnderstood = true, double evasion = 0)
    {
        double[] scores = new double[Categories.Count];
        Array.Fill(scores, 0.01);
        if (category is { } raised)
        {
            scores[(int)raised] = score;
        }

        return new ScoredText(scores) { Coverage = 1, IsUnderstood = isUnderstood, Evasion = evasion };
    }

    public static Evidence Scored(Category category, double score) => Friendly with { Scores = Scores(category, score) };

    public static IReadOnlyList<LinkSpan> Links(int count) => [.. Enumerable.Range(0, count).Select(index => new LinkSpan(index * 10, (index * 10) + 5))];

    public static WordMatch Word(Verdict action, string entry = "blarney", int start = 4) => new("house rules", entry, action, start, start + entry.Length);

    public static Judgement Judge(Evidence evidence, Policy? policy = null) =>
        PolicyRules.Judge(
            policy ?? Policy.Default,
            Thresholds.Resolve((policy ?? Policy.Default).Thresholds, CardThresholds),
            evidence);
}
