using Moderation.Review;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>Brings entries of the audit trail into words. Pure.</summary>
internal static class AuditSentences
{
    private static readonly Dictionary<string, string> Acts = new()
    {
        ["sign_in"] = "signed in",
        ["signed_out"] = "signed out",
        ["sign_in_refused"] = "was refused at the sign-in",
        ["account_added"] = "made an account",
        ["account_changed"] = "changed an account",
        ["account_disabled"] = "disabled an account",
        ["account_enabled"] = "let somebody in again",
        ["account_linked"] = "linked an account to the organisation's sign-in",
        ["account_locked"] = "was locked out after too many tries",
        ["password_reset"] = "set a new first password",
        ["password_changed"] = "changed the own password",
        ["second_factor_on"] = "switched the second factor on",
        ["second_factor_off"] = "switched the second factor off",
        ["site_added"] = "registered the site",
        ["site_changed"] = "changed the site",
        ["origin_added"] = "allowed an origin",
        ["origin_removed"] = "removed an origin",
        ["key_added"] = "made a key",
        ["key_revoked"] = "revoked a key",
        ["identity_key_added"] = "added an identity key",
        ["identity_key_revoked"] = "revoked an identity key",
        ["hours_changed"] = "changed when people look",
        ["alert_target_added"] = "added a webhook for alerts",
        ["alert_target_removed"] = "removed a webhook for alerts",
        ["alert_told"] = "told somebody that something is wrong",
        ["alert_not_told"] = "could not tell somebody that something is wrong",
        ["policy_changed"] = "changed the policy",
        ["scale_set"] = "fitted the scale that clients of Perspective see to old scores",
        ["scale_reset"] = "took the site's own scale for clients of Perspective away",
        ["set_page"] = "set a page",
        ["feedback_confirmed"] = "confirmed what a program of the site said",
        ["feedback_dismissed"] = "dismissed what a program of the site said",
        ["add_block"] = "blocked somebody",
        ["lift_block"] = "lifted a block",
        ["word_list_added"] = "added a word list",
        ["word_list_changed"] = "changed a word list",
        ["word_list_removed"] = "removed a word list",
        ["add_model"] = "took a model into the registry",
        ["promote_model"] = "made a model champion",
        ["roll_back_model"] = "took the champion back",
        ["start_shadow"] = "let a challenger score in shadow",
        ["stop_shadow"] = "stopped a shadow",
        ["letter_replayed"] = "sent in again what could not be judged",
        ["letter_discarded"] = "discarded what could not be judged",
    };

    /// <summary>What was done.</summary>
    public static string Of(AuditEntry entry) => entry.Kind switch
    {
        AuditKind.Admin => Detailed(Acts.GetValueOrDefault(entry.Decision ?? "", Spaced(entry.Decision)), entry.Reason),
        AuditKind.Decision => $"{Spaced(entry.Decision)}{(entry.FromState is { } from && entry.ToState is { } to ? $" ({Spaced(from.ToText())} to {Spaced(to.ToText())})" : "")}"
            + (entry.Reason is { } reason ? $": {DecisionReason.All.FirstOrDefault(one => one.Code == reason)?.Title ?? Spaced(reason)}" : ""),
        AuditKind.Escalation => entry.Decision == "take_back" ? "took back that it was passed on" : "passed it on to an admin",
        AuditKind.Disclosure => "looked at the address of its author",
        AuditKind.Withdrawal => "withdrew it",
        AuditKind.Feature => entry.Decision == "unfeature" ? "took back the editor's pick" : "made it an editor's pick",
        AuditKind.Erasure => "erased it",
        AuditKind.WordList => "applied a word list, which flagged it",
        AuditKind.Report => entry.Decision switch { "keep" => "let it stand although readers reported it", "take_back" => "took back that it may stand", _ => "hid it, because readers reported it" },
        AuditKind.Bulk => $"decided about many at once: {Spaced(entry.Decision)}",
        AuditKind.Verdict => "concluded",
    };

    /// <summary>What it was done to, or why, in words; null when nothing was said. A colleague is named as others see them.</summary>
    public static string? NoteOf(AuditEntry entry, IReadOnlyDictionary<string, string> names) =>
        entry.Note is { } note && note.StartsWith("moderator:", StringComparison.Ordinal) ? People.NameOf(note, names) : entry.Note;

    private static string Detailed(string what, string? how) => how is null ? what : $"{what}, {Spaced(how)}";

    private static string Spaced(string? code) => (code ?? "something").Replace('_', ' ');
}
