using System.Globalization;
using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>Says what is wrong with a policy before it is stored: a setting that silently switches a check off is refused.</summary>
internal static class PolicyValidator
{
    /// <summary>The highest limit of a count: looking for more than so many recent submissions is not worth its cost.</summary>
    public const int MostCounted = 100;

    /// <summary>The longest text of house rules.</summary>
    public const int MaxHouseRulesChars = 10_000;

    private static readonly Category[] UrgentCategories = [Category.Threat, Category.SevereToxicity];

    /// <summary>One sentence per member that is wrong, by its path; empty when the policy is sound.</summary>
    public static IReadOnlyDictionary<string, string[]> Validate(Policy policy)
    {
        var errors = new Dictionary<string, string[]>();
        CheckThresholds(policy.Thresholds, errors);
        CheckAtLeastOne("maxLinks", policy.MaxLinks, errors);
        CheckScore("evasionThreshold", policy.EvasionThreshold, errors);
        CheckScore("reviewBudget", policy.ReviewBudget, errors);
        CheckCount("flood.authorBurst", policy.Flood.AuthorBurst, errors);
        CheckAtLeastOne("flood.authorBurstSeconds", policy.Flood.AuthorBurstSeconds, errors);
        CheckCount("flood.authorMost", policy.Flood.AuthorMost, errors);
        CheckAtLeastOne("flood.authorWindowSeconds", policy.Flood.AuthorWindowSeconds, errors);
        CheckCount("flood.networkMost", policy.Flood.NetworkMost, errors);
        CheckAtLeastOne("flood.networkWindowSeconds", policy.Flood.NetworkWindowSeconds, errors);
        if (policy.AllowedDomains?.FirstOrDefault(domain => domain is null || LinkHost.Canonical(domain) is null) is { } wrong)
        {
            errors["allowedDomains"] = [$"allowedDomains has {wrong}, which is no domain: write example.org."];
        }

        if (policy.HouseRules is { Length: > MaxHouseRulesChars })
        {
            errors["houseRules"] = [string.Create(CultureInfo.InvariantCulture, $"houseRules must have at most {MaxHouseRulesChars} characters.")];
        }

        CheckScore("authors.rejectionRate", policy.Authors.RejectionRate, errors);
        CheckAtLeastOne("authors.rejectionDecisions", policy.Authors.RejectionDecisions, errors);
        CheckAtLeastOne("authors.rejectionDays", policy.Authors.RejectionDays, errors);
        CheckAtLeastOne("authors.trustedApproved", policy.Authors.TrustedApproved, errors);
        CheckAtLeastOne("authors.trustedDays", policy.Authors.TrustedDays, errors);
        CheckCount("authors.newBelowApproved", policy.Authors.NewBelowApproved, errors, least: 0);
        CheckAtLeastOne("duplicates.samePageHours", policy.Duplicates.SamePageHours, errors);
        CheckAtLeastOne("duplicates.campaignHours", policy.Duplicates.CampaignHours, errors);
        CheckCount("duplicates.campaignPages", policy.Duplicates.CampaignPages, errors, least: 2);
        CheckCount("duplicates.campaignNames", policy.Duplicates.CampaignNames, errors, least: 2);
        CheckCount("reports.hideAt", policy.Reports.HideAt, errors, least: 0);
        CheckCount("reports.perNetworkPerDay", policy.Reports.PerNetworkPerDay, errors);
        CheckCount("reports.hiddenPerHour", policy.Reports.HiddenPerHour, errors);
        return errors;
    }

    private static void CheckThresholds(PolicyThresholds thresholds, Dictionary<string, string[]> errors)
    {
        CheckScore("thresholds.spamFlag", thresholds.SpamFlag, errors);
        CheckScore("thresholds.spamReject", thresholds.SpamReject, errors);
        CheckScore("thresholds.likelyToReject", thresholds.LikelyToReject, errors);
        CheckCategories("thresholds.abuseFlag", thresholds.AbuseFlag, Thresholds.AbuseCategories, errors);
        CheckCategories("thresholds.abuseReject", thresholds.AbuseReject, Thresholds.AbuseCategories, errors);
        CheckCategories("thresholds.priority", thresholds.Priority, UrgentCategories, errors);
        if (thresholds.SpamFlag > thresholds.SpamReject)
        {
            errors.TryAdd("thresholds.spamReject", ["thresholds.spamReject must not be below thresholds.spamFlag."]);
        }
    }

    private static void CheckCategories(
        string path, IReadOnlyDictionary<string, double>? values, IReadOnlyList<Category> allowed, Dictionary<string, string[]> errors)
    {
        foreach ((string name, double value) in values ?? new Dictionary<string, double>())
        {
            if (!Categories.TryParse(name, out Category category) || !allowed.Contains(category))
            {
                errors[path] = [$"{path} may name {string.Join(", ", allowed.Select(known => known.ToText()))}."];
                return;
            }

            CheckScore($"{path}.{name}", value, errors);
        }
    }

    private static void CheckScore(string path, double? value, Dictionary<string, string[]> errors)
    {
        // Zero would act on every text and hide the other rules behind one number.
        if (value is not (null or (> 0 and <= 1)))
        {
            errors[path] = [$"{path} must be above 0 and at most 1."];
        }
    }

    private static void CheckAtLeastOne(string path, int value, Dictionary<string, string[]> errors)
    {
        if (value < 1)
        {
            errors[path] = [$"{path} must be at least 1."];
        }
    }

    /// <summary>A limit above what is ever counted would never be reached; 1 page or name is every submission.</summary>
    private static void CheckCount(string path, int value, Dictionary<string, string[]> errors, int least = 1)
    {
        if (value < least || value > MostCounted)
        {
            errors[path] = [string.Create(CultureInfo.InvariantCulture, $"{path} must be {least} to {MostCounted}.")];
        }
    }
}
