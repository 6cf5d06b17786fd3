using System.Globalization;
using Moderation.Server.Samples;

namespace Moderation.Server.Commands;

/// <summary>Counts what became of samples, by label and by kind.</summary>
internal sealed class SampleTally
{
    private readonly Lock gate = new();

    private readonly Dictionary<(string Label, string Kind, string Outcome), int> counts = [];

    /// <summary>Samples that got no answer or a refusal.</summary>
    public int Failed { get; private set; }

    public void Count(SampleReply sample, string outcome, bool isAnswered)
    {
        lock (gate)
        {
            (string, string, string) entry = (sample.Label.ToString().ToLowerInvariant(), sample.Kind, outcome);
            counts[entry] = counts.GetValueOrDefault(entry) + 1;
            Failed += isAnswered ? 0 : 1;
        }
    }

    /// <summary>The shares that a policy is judged by.</summary>
    public SampleShares Shares()
    {
        lock (gate)
        {
            return new SampleShares
            {
                Samples = Sum(_ => true),
                Flagged = Share(key => key.Outcome == "flagged", _ => true),
                ViolatingApproved = Share(key => key.Outcome == "approved", key => key.Label != "acceptable"),
                AcceptableRejected = Share(key => key.Outcome == "rejected", key => key.Label == "acceptable"),
                AcceptableFlagged = Share(key => key.Outcome == "flagged", key => key.Label == "acceptable"),
            };
        }
    }

    /// <summary>The counts with the shares, for programs.</summary>
    public void WriteWithShares() => Output.WriteJson(new { shares = Shares(), kinds = Rows() });

    public void Write(bool asJson)
    {
        if (asJson)
        {
            Output.WriteJson(Rows());
            return;
        }

        string[] outcomes = [.. counts.Keys.Select(key => key.Outcome).Distinct().Order()];
        Output.WriteTable(
            ["label", "kind", .. outcomes],
            counts.GroupBy(entry => (entry.Key.Label, entry.Key.Kind)).OrderBy(group => group.Key).Select(group => (IReadOnlyList<string>)
            [
                group.Key.Label,
                group.Key.Kind,
                .. outcomes.Select(outcome => group.Where(entry => entry.Key.Outcome == outcome).Sum(entry => entry.Value).ToString(CultureInfo.InvariantCulture)),
            ]));
        SampleShares shares = Shares();
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{shares.Samples} samples: {shares.Flagged:0.0 %} flagged, {shares.ViolatingApproved:0.0 %} of the violating approved, {shares.AcceptableRejected:0.00 %} of the acceptable rejected, {shares.AcceptableFlagged:0.0 %} of them flagged."));
    }

    private IEnumerable<object> Rows() => counts.OrderBy(entry => entry.Key).Select(entry => new { label = entry.Key.Label, kind = entry.Key.Kind, outcome = entry.Key.Outcome, count = entry.Value });

    private int Sum(Func<(string Label, string Kind, string Outcome), bool> which) => counts.Where(entry => which(entry.Key)).Sum(entry => entry.Value);

    private double Share(Func<(string Label, string Kind, string Outcome), bool> part, Func<(string Label, string Kind, string Outcome), bool> whole) =>
        Sum(whole) is > 0 and int all ? (double)Sum(key => whole(key) && part(key)) / all : 0;
}

/// <summary>The shares that a policy is judged by, each from 0 to 1.</summary>
internal sealed record SampleShares
{
    public required int Samples { get; init; }

    /// <summary>Of all samples.</summary>
    public required double Flagged { get; init; }

    /// <summary>Of spam and abuse.</summary>
    public required double ViolatingApproved { get; init; }

    /// <summary>Of the acceptable.</summary>
    public required double AcceptableRejected { get; init; }

    /// <summary>Of the acceptable.</summary>
    public required double AcceptableFlagged { get; init; }
}
