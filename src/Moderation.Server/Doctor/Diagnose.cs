using System.Globalization;
using Moderation.Scoring.Scales;

namespace Moderation.Server.Doctor;

/// <summary>Finds out whose configuration it is and what stops in it. Pure.</summary>
internal static class Diagnose
{
    /// <summary>Null when nothing in it belongs to a program that is known.</summary>
    /// <param name="found">The settings.</param>
    /// <param name="program">Whose they are, when somebody said so; null to find out.</param>
    /// <param name="values">What goes in.</param>
    public static Diagnosis? Run(FoundSettings found, string? program, NewValues values) => (program ?? ProgramOf(found)) switch
    {
        "coral" => CoralDiagnosis.Of(found, values),
        "discourse" => DiscourseDiagnosis.Of(found, values),
        "wordpress" => WordPressDiagnosis.Of(found, values),
        _ => null,
    };

    /// <summary>What a setting of a key may be shown as.</summary>
    public static string? Masked(string? key) => key is null ? null : key.Length <= 8 ? "\u2026" : key[..4] + "\u2026";

    public static bool IsOn(string? value) => value is not null && (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value is "1" or "t" or "on" or "yes");

    public static bool IsOff(string? value) => value is not null && (value.Equals("false", StringComparison.OrdinalIgnoreCase) || value is "0" or "f" or "off" or "no");

    /// <summary>A threshold as a share; some programs keep percents. Null when it is none.</summary>
    public static double? Share(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= 0 and <= 100 ? (number > 1 ? number / 100 : number) : null;

    /// <summary>The finding about a threshold, which stays: our scores are shown on Perspective's scale.</summary>
    public static Finding Threshold(string setting, string? now, double threshold, string attribute)
    {
        double ours = ScoreScale.Shipped.Find(attribute)!.Map.Invert(threshold);
        return new Finding
        {
            Setting = setting,
            Now = now,
            Status = FindingStatus.Keeps,
            Why = string.Create(CultureInfo.InvariantCulture, $"Scores come on Perspective's scale, so {threshold:0.###} keeps its meaning (it is {ours:0.###} on our own). With a log of old scores 'moderation perspective-map fit' makes it exact."),
        };
    }

    /// <summary>The finding about an attribute: it goes on when it is scored here.</summary>
    public static Finding Attribute(string setting, string? now, string attribute) => ScaleAttributes.Find(attribute) is null
        ? new Finding { Setting = setting, Now = now, Status = FindingStatus.Stops, New = "TOXICITY", Why = $"{attribute} is not scored here, and no number is made up for it: choose one of {string.Join(", ", ScaleAttributes.All.Select(known => known.Name))}." }
        : new Finding { Setting = setting, Now = now, Status = FindingStatus.Keeps, Why = $"{attribute} is scored here." };

    /// <summary>What is worth knowing about the language; null for English and where it is not said.</summary>
    public static Finding? Language(string setting, string? language) => language is null || language.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? null : new Finding
    {
        Setting = setting,
        Now = language,
        Status = FindingStatus.Note,
        Why = "The model reads English. Clients of Perspective get scores for anything, marked as languageFallback when the text is not understood: low scores there mean little. Replies that go through this service itself are flagged (the policy's notUnderstood); "
            + "'judge' approves them by scores that mean little, so keep 'flag' and let people read them, or train a model of your own.",
    };

    private static string? ProgramOf(FoundSettings found) =>
        CoralDiagnosis.IsLike(found) ? "coral" : DiscourseDiagnosis.IsLike(found) ? "discourse" : WordPressDiagnosis.IsLike(found) ? "wordpress" : null;
}
