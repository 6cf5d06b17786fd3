namespace Moderation.Server.Doctor;

/// <summary>WordPress: <c>wp-config.php</c>, or its options.</summary>
internal static class WordPressDiagnosis
{
    private const string Google = "commentanalyzer.googleapis.com";

    private static readonly string[] Own = ["WPCOM_API_KEY", "wordpress_api_key", "akismet_strictness", "akismet_show_user_comments_approved", "WPLANG", "WP_DEBUG", "AUTH_KEY", "NONCE_SALT", "comment_moderation", "comment_max_links", "default_comment_status", "active_plugins"];

    public static bool IsLike(FoundSettings found) => Own.Any(name => found.FindEnding(name) is not null);

    public static Diagnosis Of(FoundSettings found, NewValues values)
    {
        List<Finding> findings = [];
        string[] perspective = [.. found.Names.Where(name => name.Contains("perspective", StringComparison.OrdinalIgnoreCase))];
        foreach (string name in perspective)
        {
            bool isAddress = found.Find(name)?.Contains(Google, StringComparison.OrdinalIgnoreCase) == true;
            bool isKey = name.Contains("key", StringComparison.OrdinalIgnoreCase);
            findings.Add(new Finding
            {
                Setting = name,
                Now = isKey ? Diagnose.Masked(found.Find(name)) : found.Find(name),
                Status = isAddress || isKey ? FindingStatus.Stops : FindingStatus.Note,
                New = isAddress ? values.AnalyzeBase + "/comments:analyze" : isKey ? values.Key : null,
                Why = isAddress || isKey ? "A plugin asks Google's Perspective. If it has a setting for the address, this goes in; else replace commentanalyzer.googleapis.com in it." : "It belongs to a plugin that asks Google's Perspective.",
            });
        }

        if (perspective.Length == 0)
        {
            findings.Add(found.HasValue(Google)
                ? new Finding { Setting = "(an address in it)", Now = Google, Status = FindingStatus.Stops, New = values.Url, Why = "Something in this configuration asks Google's Perspective: replace the address, and the key beside it." }
                : new Finding { Setting = "Perspective", Status = FindingStatus.Keeps, Why = "Nothing here asks Google's Perspective: nothing stops." });
        }

        string? key = found.FindEnding("WPCOM_API_KEY") ?? found.FindEnding("wordpress_api_key");
        bool usesAkismet = key is not null || found.HasName("akismet");
        if (usesAkismet)
        {
            findings.Add(new Finding
            {
                Setting = found.FindEnding("WPCOM_API_KEY") is not null ? "WPCOM_API_KEY" : "wordpress_api_key",
                Now = Diagnose.Masked(key),
                Status = FindingStatus.Keeps,
                Why = $"Akismet does not stop and may stay. To bring it here: copy deploy/wordpress/akismet-redirect.php to wp-content/mu-plugins, make a key with 'moderation keys create --site SITE --door akismet --right submit', and put these two lines into wp-config.php, above the one that says to stop editing: define( 'MODERATION_BASE', '{values.Url}' ); and define( 'WPCOM_API_KEY', 'THAT KEY' );",
            });
        }

        string? language = found.FindEnding("WPLANG");
        if (Diagnose.Language("WPLANG", language) is { } note)
        {
            findings.Add(note);
        }

        return new Diagnosis { Program = "wordpress", Findings = findings, Language = language, UsesAkismet = usesAkismet, Asks = perspective.Length > 0 ? [new AskedScore("TOXICITY", 0.8)] : [] };
    }
}
