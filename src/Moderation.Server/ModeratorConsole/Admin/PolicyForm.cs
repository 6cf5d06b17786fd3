using System.Globalization;
using System.Text.Json;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Server.ModeratorConsole.Desk;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>Reads the form of the policy page. Members that have no field stay as they are, unless the JSON field changes them.</summary>
/// <param name="field">The text of a field.</param>
/// <param name="isTicked">Whether a box is ticked.</param>
/// <param name="refuse">Says what is wrong with a field.</param>
internal sealed class PolicyForm(Func<string, string> field, Func<string, bool> isTicked, Action<string, string> refuse)
{
    /// <summary>When people look.</summary>
    public static readonly (string Value, string Title)[] Modes = [("post", "Afterwards, unless flagged"), ("pre", "Before: everything is flagged")];

    /// <summary>What happens to text that the model does not understand.</summary>
    public static readonly (string Value, string Title)[] Choices = [("flag", "is flagged"), ("judge", "is judged like any other")];

    /// <summary>Every threshold that has a field.</summary>
    public static readonly IReadOnlyList<PolicyThreshold> Thresholds =
    [
        new("spamFlag", "Spam is flagged", own => own.SpamFlag, card => card.SpamFlag, (own, value) => own with { SpamFlag = value }),
        new("spamReject", "Spam is rejected", own => own.SpamReject, card => card.SpamReject, (own, value) => own with { SpamReject = value }),
        .. Policies.Thresholds.AbuseCategories.Select(category => new PolicyThreshold(
            $"abuseFlag.{category.ToText()}",
            $"{Marker.TitleOf(category)} is flagged",
            own => own.AbuseFlag?.TryGetValue(category.ToText(), out double value) == true ? value : null,
            card => card.AbuseFlag.TryGetValue(category, out double value) ? value : null,
            (own, value) => own with { AbuseFlag = With(own.AbuseFlag, category, value) })),
        new("likelyToReject", "Likely rejected here is flagged", own => own.LikelyToReject, card => card.LikelyToReject, (own, value) => own with { LikelyToReject = value }),
    ];

    /// <summary>Every switch that has a box.</summary>
    public static readonly IReadOnlyList<PolicySwitch> Switches =
    [
        new("flagsShorteners", "Links of shorteners", policy => policy.FlagsShorteners, (policy, on) => policy with { FlagsShorteners = on }),
        new("flagsPunycode", "Domains with letters beyond ASCII, which may look like another", policy => policy.FlagsPunycode, (policy, on) => policy with { FlagsPunycode = on }),
        new("flagsUnseenDomains", "Domains that no approved comment links to", policy => policy.FlagsUnseenDomains, (policy, on) => policy with { FlagsUnseenDomains = on }),
        new("flagsPersonalData", "E-mail addresses, telephone and account numbers in the text", policy => policy.FlagsPersonalData, (policy, on) => policy with { FlagsPersonalData = on }),
        new("flagsProfanity", "Obscene words alone", policy => policy.FlagsProfanity, (policy, on) => policy with { FlagsProfanity = on }),
        new("rejectsAbuse", "Near-certain abuse is rejected without a person", policy => policy.RejectsAbuse, (policy, on) => policy with { RejectsAbuse = on }),
    ];

    /// <summary>As <see cref="Modes"/> names it.</summary>
    public static string ModeOf(Policy policy) => policy.Mode == ModerationMode.PreModeration ? "pre" : "post";

    /// <summary>As <see cref="Choices"/> names it.</summary>
    public static string ChoiceOf(Policy policy) => policy.NotUnderstood == NotUnderstoodChoice.Flag ? "flag" : "judge";

    /// <summary>A number as the form shows it; empty for none.</summary>
    public static string Number(double? number) => number?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The policy that the form describes; null when something is wrong with it.</summary>
    public Policy? Read(Policy before)
    {
        Policy draft = before with
        {
            Mode = field("mode") == "pre" ? ModerationMode.PreModeration : ModerationMode.PostModeration,
            NotUnderstood = field("notUnderstood") == "flag" ? NotUnderstoodChoice.Flag : NotUnderstoodChoice.Judge,
            ReviewBudget = Required("reviewBudget"),
            EvasionThreshold = Required("evasionThreshold"),
            MaxLinks = int.TryParse(field("maxLinks"), NumberStyles.None, CultureInfo.InvariantCulture, out int links) ? links : 0,
            AllowedDomains = field("allowedDomains").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } domains ? domains : null,
            HouseRules = field("houseRules") is { Length: > 0 } rules ? rules.ReplaceLineEndings("\n") : null,
            Thresholds = Thresholds.Aggregate(before.Thresholds, (own, threshold) => threshold.Write(own, Optional(threshold.Field))),
        };
        draft = Switches.Aggregate(draft, (policy, option) => option.Write(policy, isTicked(option.Field)));
        try
        {
            draft = field("json") is { Length: > 0 } json ? PolicyJson.Change(draft, json, isStrict: true) : draft;
        }
        catch (JsonException problem)
        {
            refuse("json", $"That is no policy: {WhatIsWrong(problem)}");
            return null;
        }

        foreach ((string path, string[] sentences) in PolicyValidator.Validate(draft))
        {
            refuse(FieldOf(path), string.Join(' ', sentences));
        }

        return draft;
    }

    /// <summary>The field in which a member was typed; the whole form where it has none.</summary>
    private static string FieldOf(string path)
    {
        string name = path.StartsWith("thresholds.", StringComparison.Ordinal) ? path["thresholds.".Length..] : path;
        return name is "reviewBudget" or "evasionThreshold" or "maxLinks" or "allowedDomains" or "houseRules" || Thresholds.Any(threshold => threshold.Field == name) ? name : "";
    }

    /// <summary>A sentence for a person; of the reader's own errors only where they are.</summary>
    private static string WhatIsWrong(JsonException problem) => problem switch
    {
        { Path: { Length: > 2 } path } => $"{path[2..]} has a value of the wrong kind.",
        { LineNumber: { } line, BytePositionInLine: { } position } => $"the JSON breaks off or goes wrong in line {line + 1} at character {position + 1}.",
        _ => problem.Message,
    };

    private double Required(string name)
    {
        if (Parse(name) is { } number)
        {
            return number;
        }

        refuse(name, "A number such as 0.08.");
        return 1;
    }

    private double? Optional(string name)
    {
        if (field(name).Length == 0)
        {
            return null;
        }

        if (Parse(name) is { } number and > 0 and <= 1)
        {
            return number;
        }

        refuse(name, "A score above 0 and at most 1, or nothing.");
        return null;
    }

    private double? Parse(string name) => double.TryParse(field(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static Dictionary<string, double>? With(IReadOnlyDictionary<string, double>? values, Category category, double? value)
    {
        Dictionary<string, double> changed = values is null ? [] : new(values);
        changed.Remove(category.ToText());
        if (value is { } number)
        {
            changed[category.ToText()] = number;
        }

        return changed.Count == 0 ? null : changed;
    }
}

/// <summary>A threshold of the form.</summary>
/// <param name="Field">Its field.</param>
/// <param name="Title">Its label.</param>
/// <param name="Read">The site's own; null where the model's counts.</param>
/// <param name="Model">The model's; null where it offers none.</param>
/// <param name="Write">Sets the site's own.</param>
internal sealed record PolicyThreshold(string Field, string Title, Func<PolicyThresholds, double?> Read, Func<DefaultThresholds, double?> Model, Func<PolicyThresholds, double?, PolicyThresholds> Write);

/// <summary>A switch of the form.</summary>
/// <param name="Field">Its field.</param>
/// <param name="Title">Its label.</param>
/// <param name="Read">Whether it is on.</param>
/// <param name="Write">Switches it.</param>
internal sealed record PolicySwitch(string Field, string Title, Func<Policy, bool> Read, Func<Policy, bool, Policy> Write);
