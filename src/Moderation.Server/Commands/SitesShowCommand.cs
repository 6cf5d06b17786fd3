using System.CommandLine;
using System.Globalization;
using Moderation.Judging;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary><c>moderation sites show</c>: what counts on a site, which thresholds, how they came about, and what its own stream suggests.</summary>
internal static class SitesShowCommand
{
    public static Command Create()
    {
        Argument<string?> id = new("id") { Description = "The site", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> site = new("--site") { Description = "The same as the argument" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("show", "Shows a site's policy, its thresholds and how they came about, and what its last 30 days suggest.") { id, site, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            string given = result.GetValue(id) ?? result.GetValue(site) ?? throw new CommandFailedException("Which site? moderation sites show gazette") { ExitCode = ExitCode.Usage };
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(given, cancellationToken).ConfigureAwait(false);
            SiteThresholds shown = await session.Get<ExplainThresholds>().HandleAsync(owner.Id, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                WriteJson(owner, shown);
            }
            else
            {
                WriteTables(owner, shown);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteJson(Site site, SiteThresholds shown) => Output.WriteJson(new
    {
        id = site.Id.Value,
        name = site.Name,
        policyVersion = shown.Policy.Version,
        policy = System.Text.Json.JsonDocument.Parse(PolicyJson.Write(shown.Policy.Policy)).RootElement,
        modelVersion = shown.ModelVersion,
        thresholds = Rows(shown).Select(row => new { name = row.Name, value = row.Value, from = row.From, suggested = row.Suggested }),
        reviewBudget = shown.Policy.Policy.ReviewBudget,
        howDerived = shown.Card.HowDerived,
        last30Days = new { submissions = shown.Sampled, flagged = shown.ShareFlagged, rejected = shown.ShareRejected },
        suggestion = shown.Suggestion is not { } suggestion ? null : new
        {
            submissions = suggestion.Texts,
            flaggedNow = suggestion.FlaggedNow,
            flaggedAnyway = suggestion.FlaggedAnyway,
            flaggedThen = suggestion.FlaggedThen,
            shareOfEach = suggestion.ShareOfEach,
            thresholds = new { spamFlag = suggestion.Thresholds.SpamFlag, abuseFlag = suggestion.Thresholds.AbuseFlag },
        },
        whyNoSuggestion = shown.Suggestion is null ? NoSuggestion(shown) : null,
    });

    private static void WriteTables(Site site, SiteThresholds shown)
    {
        Policy policy = shown.Policy.Policy;
        Output.WriteTable(
            ["site", "policy version", "mode", "model", "review budget"],
            [[site.Id.Value, shown.Policy.Version.ToString(CultureInfo.InvariantCulture), policy.Mode == ModerationMode.PreModeration ? "pre-moderation" : "post-moderation", shown.ModelVersion[..12], Percent(policy.ReviewBudget)]]);
        Output.WriteTable(
            ["threshold", "in force", "comes from", "suggested"],
            Rows(shown).Select(row => (IReadOnlyList<string>)[row.Name, Number(row.Value), row.From, Number(row.Suggested)]));
        Console.Out.WriteLine($"The model's thresholds: {shown.Card.HowDerived}");
        Console.Out.WriteLine($"Profanity alone {(policy.FlagsProfanity ? "is flagged" : "is noted and flags nothing")} (flagsProfanity).");
        Console.Out.WriteLine($"Text the model does not understand is {(policy.NotUnderstood == NotUnderstoodChoice.Flag ? "flagged" : "judged like any other")} (notUnderstood).");
        Console.Out.WriteLine(shown.Suggestion is { } suggestion
            ? $"The last 30 days, {suggestion.Texts.ToString("N0", CultureInfo.InvariantCulture)} submissions: {Percent(suggestion.FlaggedNow)} are flagged, {Percent(suggestion.FlaggedAnyway)} whatever the thresholds are. With the suggested thresholds, where every category may flag {Percent(suggestion.ShareOfEach)}, it would be {Percent(suggestion.FlaggedThen)}. Nothing changes by itself: 'moderation sites policy' changes a policy."
            : NoSuggestion(shown));
    }

    private static string NoSuggestion(SiteThresholds shown) =>
        $"The last 30 days have {shown.Sampled.ToString("N0", CultureInfo.InvariantCulture)} submissions scored by this model; from {ThresholdSuggestion.MinTexts} on, thresholds are suggested.";

    private static IEnumerable<(string Name, double? Value, string From, double? Suggested)> Rows(SiteThresholds shown)
    {
        (PolicyThresholds own, Thresholds inForce, PolicyThresholds? suggested) = (shown.Policy.Policy.Thresholds, shown.InForce, shown.Suggestion?.Thresholds);
        yield return ("spamFlag", inForce.SpamFlag, From(own.SpamFlag is not null), suggested?.SpamFlag);
        yield return ("spamReject", inForce.SpamReject, From(own.SpamReject is not null), null);
        foreach (Category category in Thresholds.AbuseCategories.Where(category => inForce.AbuseFlag(category) is not null))
        {
            string name = category.ToText();
            yield return ($"abuseFlag.{name}", inForce.AbuseFlag(category), From(own.AbuseFlag?.ContainsKey(name) == true), suggested?.AbuseFlag?.TryGetValue(name, out double value) == true ? value : null);
            if (inForce.Priority(category) is { } priority)
            {
                yield return ($"priority.{name}", priority, From(own.Priority?.ContainsKey(name) == true), null);
            }
        }
    }

    private static string From(bool isOwn) => isOwn ? "site" : "model";

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
