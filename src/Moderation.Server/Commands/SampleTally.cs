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

    public void Write(bool asJson)
    {
        if (asJson)
        {
            Output.WriteJson(counts.OrderBy(entry => entry.Key).Select(entry => new { label = entry.Key.Label, kind = entry.Key.Kind, outcome = entry.Key.Outcome, count = entry.Value }));
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
    }
}
