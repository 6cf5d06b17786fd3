namespace Moderation.Server.Doctor;

/// <summary>Discourse with its Perspective and Akismet plugins: an export of the site settings, or the environment of its container.</summary>
internal static class DiscourseDiagnosis
{
    /// <summary>Settings of a container's environment begin with this.</summary>
    private const string Prefix = "DISCOURSE_";

    private const string HostFile = "plugins/discourse-perspective-api/lib/discourse_perspective.rb";

    private static readonly string[] Own = ["perspective_", "etiquette_", "discourse_perspective", "akismet_enabled", "akismet_transmit_email", "skip_akismet_", "discourse_akismet", "discourse_hostname"];

    public static bool IsLike(FoundSettings found) => found.Names.Any(name => Own.Any(own => Last(name).StartsWith(own, StringComparison.OrdinalIgnoreCase)) && !name.Equals("PERSPECTIVE_TIMEOUT", StringComparison.OrdinalIgnoreCase));

    public static Diagnosis Of(FoundSettings found, NewValues values)
    {
        List<Finding> findings = [];
        List<AskedScore> asks = [];
        string? enabled = Find(found, "perspective_enabled") ?? Find(found, "etiquette_enabled");
        string? key = Find(found, "perspective_google_api_key") ?? Find(found, "etiquette_google_api_key");
        if (Diagnose.IsOn(enabled) || (enabled is null && key is not null))
        {
            AddPerspective(found, values, key, findings, asks);
        }
        else
        {
            findings.Add(new Finding { Setting = "perspective_enabled", Now = enabled, Status = FindingStatus.Keeps, Why = "Perspective is not used: nothing stops." });
        }

        bool usesAkismet = Diagnose.IsOn(Find(found, "akismet_enabled"));
        if (usesAkismet)
        {
            findings.Add(new Finding
            {
                Setting = "akismet_api_key",
                Now = Diagnose.Masked(Find(found, "akismet_api_key")) ?? "on",
                Status = FindingStatus.Keeps,
                Why = $"Akismet does not stop. The plugin's host is fixed: to bring it here, KEY.rest.akismet.com has to lead to {values.Host}, with a certificate for that name, and KEY is one of the door akismet.",
            });
            if (!Diagnose.IsOff(Find(found, "akismet_transmit_email")))
            {
                findings.Add(new Finding { Setting = "akismet_transmit_email", Now = Find(found, "akismet_transmit_email") ?? "true (the plugin's default)", Status = FindingStatus.Note, New = "false", Why = "The plugin sends the authors' e-mail addresses to Akismet. Nothing here needs them." });
            }
        }

        string? language = Find(found, "default_locale");
        if (Diagnose.Language("default_locale", language) is { } note)
        {
            findings.Add(note);
        }

        return new Diagnosis { Program = "discourse", Findings = findings, Language = language, Asks = asks, UsesAkismet = usesAkismet };
    }

    private static void AddPerspective(FoundSettings found, NewValues values, string? key, List<Finding> findings, List<AskedScore> asks)
    {
        findings.Add(new Finding
        {
            Setting = HostFile + " GOOGLE_API_DOMAIN",
            Now = "https://commentanalyzer.googleapis.com",
            Status = FindingStatus.Stops,
            New = values.Url,
            Why = $"The plugin has no setting for it. In containers/app.yml, hooks, after_code: exec: cd: $home, cmd: sed -i \"s|https://commentanalyzer.googleapis.com|{values.Url}|\" {HostFile}; then ./launcher rebuild app.",
        });
        findings.Add(new Finding { Setting = "perspective_google_api_key", Now = Diagnose.Masked(key), Status = FindingStatus.Change, New = values.Key, Why = "Google's key means nothing here." });
        string? model = Find(found, "perspective_toxicity_model") ?? Find(found, "etiquette_toxicity_model");
        string attribute = model?.Contains("severe", StringComparison.OrdinalIgnoreCase) == true ? "SEVERE_TOXICITY" : "TOXICITY";
        findings.Add(Diagnose.Attribute("perspective_toxicity_model", model ?? "standard (the plugin's default)", attribute));
        foreach ((string name, double usual) in new[] { ("perspective_flag_post_min_toxicity", 0.9), ("perspective_notify_posting_min_toxicity", 0.85) })
        {
            string? threshold = Find(found, name) ?? Find(found, name.Replace("perspective_", "etiquette_", StringComparison.Ordinal) + "_confidence");
            double share = Diagnose.Share(threshold) ?? usual;
            findings.Add(Diagnose.Threshold(name, threshold ?? FormattableString.Invariant($"{usual} (the plugin's default)"), share, attribute));
            asks.Add(new AskedScore(attribute, share));
        }

        findings.Add(new Finding { Setting = "perspective_enabled", Now = "true", Status = FindingStatus.Note, Why = $"When a call fails the plugin takes the score for 0 and the post is published. Let something watch {values.Url}/health/ready." });
    }

    private static string? Find(FoundSettings found, string name) => found.FindEnding(name) ?? found.FindEnding(Prefix + name);

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];
}
