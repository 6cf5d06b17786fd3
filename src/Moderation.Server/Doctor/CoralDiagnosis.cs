namespace Moderation.Server.Doctor;

/// <summary>Coral: the settings of a tenant (an export, or the answer of its API), and the environment of its server.</summary>
internal static class CoralDiagnosis
{
    private const string Google = "commentanalyzer.googleapis.com";

    private static readonly string[] Own = ["perspective.enabled", "perspective.endpoint", "perspective.threshold", "perspective.model", "akismet.ipBased", "integrations.akismet.enabled", "PERSPECTIVE_TIMEOUT", "TALK_PERSPECTIVE_API_KEY", "TALK_TOXICITY_THRESHOLD"];

    public static bool IsLike(FoundSettings found) => Own.Any(name => found.FindEnding(name) is not null) || found.HasName("integrations.perspective");

    public static Diagnosis Of(FoundSettings found, NewValues values)
    {
        List<Finding> findings = [];
        List<AskedScore> asks = [];
        string? enabled = found.FindEnding("perspective.enabled");
        string? key = found.FindEnding("perspective.key") ?? found.Find("TALK_PERSPECTIVE_API_KEY");
        if (Diagnose.IsOn(enabled) || (enabled is null && (key is not null || found.HasName("perspective"))))
        {
            AddPerspective(found, values, key, findings, asks);
        }
        else
        {
            findings.Add(new Finding { Setting = "integrations.perspective.enabled", Now = enabled, Status = FindingStatus.Keeps, Why = "Perspective is not used: nothing stops." });
        }

        bool usesAkismet = Diagnose.IsOn(found.FindEnding("akismet.enabled"));
        if (usesAkismet)
        {
            findings.Add(new Finding
            {
                Setting = "integrations.akismet",
                Now = Diagnose.Masked(found.FindEnding("akismet.key")) ?? "on",
                Status = FindingStatus.Keeps,
                Why = $"Akismet does not stop. Coral has no setting for its host: to bring it here, KEY.rest.akismet.com has to lead to {values.Host}, with a certificate for that name, and KEY is one of the door akismet.",
            });
        }

        string? language = found.FindEnding("locale") ?? found.Find("DEFAULT_LOCALE");
        if (Diagnose.Language("locale", language) is { } note)
        {
            findings.Add(note);
        }

        return new Diagnosis { Program = "coral", Findings = findings, Language = language, Asks = asks, UsesAkismet = usesAkismet };
    }

    private static void AddPerspective(FoundSettings found, NewValues values, string? key, List<Finding> findings, List<AskedScore> asks)
    {
        string? endpoint = found.FindEnding("perspective.endpoint");
        bool isOurs = endpoint is not null && endpoint.TrimEnd('/').StartsWith(values.Url, StringComparison.OrdinalIgnoreCase);
        findings.Add(isOurs
            ? new Finding { Setting = "integrations.perspective.endpoint", Now = endpoint, Status = FindingStatus.Keeps, Why = "It leads here already." }
            : new Finding
            {
                Setting = "integrations.perspective.endpoint",
                Now = endpoint ?? $"https://{Google}/v1alpha1 (Coral's default)",
                Status = endpoint is null || endpoint.Contains(Google, StringComparison.OrdinalIgnoreCase) ? FindingStatus.Stops : FindingStatus.Change,
                New = values.AnalyzeBase,
                Why = "In Coral: Admin, Configure, Moderation, Perspective toxic comment filter, Custom endpoint.",
            });
        findings.Add(new Finding { Setting = "integrations.perspective.key", Now = Diagnose.Masked(key), Status = isOurs ? FindingStatus.Keeps : FindingStatus.Change, New = isOurs ? null : values.Key, Why = "Google's key means nothing here." });

        string model = found.FindEnding("perspective.model") ?? "TOXICITY";
        findings.Add(Diagnose.Attribute("integrations.perspective.model", found.FindEnding("perspective.model") ?? "TOXICITY (Coral's default)", model));
        string? threshold = found.FindEnding("perspective.threshold") ?? found.Find("TALK_TOXICITY_THRESHOLD");
        double share = Diagnose.Share(threshold) ?? 0.8;
        if (Scoring.Scales.ScaleAttributes.Find(model) is { } attribute)
        {
            findings.Add(Diagnose.Threshold("integrations.perspective.threshold", threshold ?? "0.8 (Coral's default)", share, attribute.Name));
            asks.Add(new AskedScore(model, share));
        }

        findings.Add(new Finding { Setting = "PERSPECTIVE_TIMEOUT", Now = found.Find("PERSPECTIVE_TIMEOUT") ?? "800 ms (Coral's default)", Status = FindingStatus.Note, Why = $"When a call fails Coral publishes the comment. Let something watch {values.Url}/health/ready." });
        if (Diagnose.IsOn(found.FindEnding("perspective.sendFeedback")))
        {
            findings.Add(new Finding { Setting = "integrations.perspective.sendFeedback", Now = "true", Status = FindingStatus.Keeps, Why = "What Coral's moderators decide comes here as outside feedback (comments:suggestscore)." });
        }
    }
}
