using System.Globalization;
using Moderation.Models;
using Moderation.Scoring.Evaluation;

namespace Moderation.Server.Commands;

/// <summary>How commands show a model of the registry.</summary>
internal static class ModelView
{
    /// <summary>The gate's report; null when the model never went through it, or its report cannot be read.</summary>
    public static GateReport? Gate(ChallengerRow? model) => model is null ? null : Moderation.Models.GateWord.ReportOf(model);

    /// <summary>What the gate looked at, a line each.</summary>
    public static void WriteGate(ChallengerRow model)
    {
        if (Gate(model) is { } gate)
        {
            Output.WriteTable(
                ["check", "champion", "challenger", "holds", "what was found"],
                gate.Checks.Select(check => (IReadOnlyList<string>)[check.Code, Figure(check.Champion), Figure(check.Challenger), check.Passed ? "yes" : "no", check.Sentence]));
        }
    }

    /// <summary>The verdict in a word.</summary>
    public static string GateWord(ChallengerRow model) => model.GatePassed switch { true => "passed", false => "refused", null => "" };

    private static string Figure(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";
}
