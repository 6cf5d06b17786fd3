using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Moderation.Administration;
using Moderation.Judging;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Server.ModeratorConsole.Desk;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>A site's policy: seen, tried on a text and on the last thirty days, and written as a new version.</summary>
public sealed partial class PolicyPage
{
    private const int MaxVersions = 50;

    private SitePolicy current = SitePolicy.Default;
    private DefaultThresholds? card;
    private IReadOnlyList<(PolicyDocument Version, IReadOnlyList<PolicyChange> Different)> versions = [];
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();
    private string document = "";
    private Policy? checkedDraft;
    private IReadOnlyList<PolicyChange> changes = [];
    private PolicyReplay? replay;
    private (JudgedText Now, JudgedText Then)? tried;
    private string? text;
    private string? json;

    /// <inheritdoc/>
    public override string Path => "/admin/policy";

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    [Inject]
    private PolicyStore Store { get; set; } = null!;

    [Inject]
    private ChangePolicy Change { get; set; } = null!;

    [Inject]
    private ReplayPolicy Replay { get; set; } = null!;

    [Inject]
    private JudgeText Judge { get; set; } = null!;

    [Inject]
    private People Colleagues { get; set; } = null!;

    private Policy Shown => checkedDraft ?? current.Policy;

    private protected override async Task LoadAsync()
    {
        IReadOnlyList<PolicyDocument> all = await Store.ListAsync(SiteKey, MaxVersions + 1, Stop);
        current = all.Count == 0 ? SitePolicy.Default : new SitePolicy { Version = all[0].Version, Policy = PolicyJson.ReadPolicy(all[0].Document) };
        versions = [.. all.Take(MaxVersions).Select((version, index) => (version, PolicyDiff.Of(index + 1 < all.Count ? PolicyJson.ReadPolicy(all[index + 1].Document) : Policy.Default, PolicyJson.ReadPolicy(version.Document))))];
        document = JsonSerializer.Serialize(JsonDocument.Parse(PolicyJson.Write(current.Policy)).RootElement, Indented);
        names = await Colleagues.NamesAsync(Stop);
        card ??= (await Replay.HandleAsync(SiteKey, [], Stop)).Thresholds;
    }

    private protected override async Task<string?> DoAsync(string act) => act switch
    {
        "policy" => await DraftAsync(),
        "restore" => await RestoreAsync(),
        _ => null,
    };

    private protected override string? SentenceOf(string said) => said switch
    {
        "saved" => "The new version counts within two seconds for what comes in. What was judged before stays as it was.",
        "gone" => "There is no such version.",
        "same" => "Nothing was different, so no version was written.",
        _ => null,
    };

    private async Task<string?> DraftAsync()
    {
        PolicyForm form = new(Field, IsTicked, Refuse);
        Policy? draft = form.Read(current.Policy);
        text = Field("text");
        json = Field("json");
        if (draft is null || IsRefused)
        {
            return null;
        }

        if (Field("then") != "check")
        {
            return Field("version") == Whole(current.Version) ? await SaveAsync(draft) : Meanwhile();
        }

        checkedDraft = draft;
        changes = PolicyDiff.Of(current.Policy, draft);
        replay = await Replay.HandleAsync(SiteKey, [current.Policy, draft], Stop);
        if (text.Length > 0)
        {
            ScoringInput[] input = [new ScoringInput { Text = text }];
            tried = ((await Judge.HandleAsync(SiteKey, null, input, current, Stop))[0], (await Judge.HandleAsync(SiteKey, null, input, new SitePolicy { Version = current.Version, Policy = draft }, Stop))[0]);
        }

        return null;
    }

    private async Task<string?> RestoreAsync() =>
        int.TryParse(Field("id"), NumberStyles.None, CultureInfo.InvariantCulture, out int version) && await Store.FindAsync(SiteKey, version, Stop) is { } found
            ? await SaveAsync(PolicyJson.ReadPolicy(found.Document))
            : "gone";

    private async Task<string?> SaveAsync(Policy policy) =>
        PolicyDiff.Of(current.Policy, policy).Count == 0 ? "same"
        : await Change.HandleAsync(SiteKey, current, policy, Me.Actor, Stop) ? "saved"
        : Meanwhile();

    private string? Meanwhile()
    {
        Refuse("", "Somebody else changed the policy meanwhile. Open the page again to see what it is now.");
        return null;
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What counts where a policy says nothing.</summary>
    private static string Without(string path) => path.StartsWith("thresholds.", StringComparison.Ordinal) ? "the model's" : "nothing";

    private static string VerdictName(Judgement judgement) => judgement.Verdict switch
    {
        Verdict.Approve => "approved",
        Verdict.Flag => judgement.Priority > 0 ? "flagged, first in the queue" : "flagged",
        Verdict.Reject => "rejected",
    };

    private static string RuleName(Judgement judgement) => judgement.Rule == PolicyRules.OtherwiseRule ? "no rule" : $"rule {Whole(judgement.Rule)}";

    private static string NumbersOf(Reason reason) =>
        reason.Score is { } score && reason.Threshold is { } threshold ? $" {Marker.Number(score)}, threshold {Marker.Number(threshold)}"
        : reason.Matched is { } matched ? $" {reason.List}: {matched}"
        : "";

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
