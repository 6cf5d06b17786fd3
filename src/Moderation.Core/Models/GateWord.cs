using System.Text.Json;
using Moderation.Scoring.Evaluation;

namespace Moderation.Models;

/// <summary>What the gate says about one promotion. Pure.</summary>
/// <param name="Gate">What is kept with the promotion when it is carried out without an override.</param>
/// <param name="Objections">Why not, a sentence each; empty when nothing speaks against it.</param>
internal sealed record GateWord(PromotionGate Gate, IReadOnlyList<string> Objections)
{
    /// <summary>
    /// A report speaks for the model, the site and the champion it was made with, and for no others. A model that the product brings along was through its gate before it was released.
    /// </summary>
    /// <param name="model">The model that is to decide.</param>
    /// <param name="scope">Where.</param>
    /// <param name="champion">SHA-256 of the model that decides there now.</param>
    public static GateWord Of(ChallengerRow model, string scope, string? champion)
    {
        if (model.SiteId is null && model.CreatedBy == "system")
        {
            return new GateWord(PromotionGate.None, []);
        }

        List<string> objections = [];
        if (model.SiteId is { } trainedFor && trainedFor != scope)
        {
            objections.Add($"The model learnt from the decisions of site {trainedFor} and was measured on them; nothing was measured for {Where(scope)}.");
        }

        if (ReportOf(model) is not { } report)
        {
            objections.Add("The model has no report that compares it with the champion. 'moderation train --site' makes one, and 'moderation models add --holdout' for a model from files.");
            return new GateWord(PromotionGate.Passed, objections);
        }

        if (report.WhyNotFor(model.Sha256, champion ?? "") is { } sentence)
        {
            objections.Add(sentence);
        }

        objections.AddRange(report.Checks.Where(check => !check.Passed).Select(check => check.Sentence));
        return new GateWord(PromotionGate.Passed, objections);
    }

    /// <summary>A scope in words.</summary>
    public static string Where(string scope) => scope.Length == 0 ? "every site" : $"site {scope}";

    /// <summary>What was measured of a model; null when nothing was, or when a later version of this program wrote it.</summary>
    public static GateReport? ReportOf(ChallengerRow model)
    {
        try
        {
            return model.Gate is { } json ? GateReport.FromJson(json) : null;
        }
        catch (JsonException)
        {
            // Written by a version whose reports this one cannot read: the same as none.
            return null;
        }
    }
}
