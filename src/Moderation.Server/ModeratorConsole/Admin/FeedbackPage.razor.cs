using System.Globalization;
using Microsoft.AspNetCore.Components;
using Moderation.Feedback;
using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>Outside feedback that waits for somebody of the house: confirmed it counts like a decision about a reply that is kept here, dismissed it counts nothing. For everybody who reviews the site.</summary>
public sealed partial class FeedbackPage
{
    private const int PageSize = 50;
    private const int ShownChars = 400;

    private static readonly string UnconfirmedWeight = Label.UnconfirmedWeight.ToString(CultureInfo.InvariantCulture);

    private IReadOnlyList<Statement> waiting = [];
    private Dictionary<SubmissionId, Submission> items = [];
    private Dictionary<Guid, ApiKey> keys = [];
    private Statement? more;

    /// <inheritdoc/>
    public override string Path => AdminNav.FeedbackPath;

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    /// <summary>The statement that ended the list before: when it was made, and its id.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    [Inject]
    private FeedbackStore Store { get; set; } = null!;

    [Inject]
    private SettleFeedback Settle { get; set; } = null!;

    [Inject]
    private SubmissionStore Submissions { get; set; } = null!;

    [Inject]
    private ApiKeyStore Keys { get; set; } = null!;

    private protected override async Task LoadAsync()
    {
        IReadOnlyList<Statement> found = await Store.ListWaitingAsync(SiteKey, Ended(Before), PageSize + 1, Stop);
        more = found.Count > PageSize ? found[PageSize - 1] : null;
        SubmissionKey[] about = [.. found.Where(said => said.Submission is not null).Select(said => new SubmissionKey(SiteKey, said.Submission!.Value)).Distinct()];
        items = about.Length == 0 ? [] : (await Submissions.FindManyAsync(about, Stop)).ToDictionary(submission => submission.Key.Id);
        keys = (await Keys.ListAsync(SiteKey, Stop)).ToDictionary(key => key.KeyId);
        waiting = [.. found.Take(PageSize).Where(said => TextOf(said).Length > 0)];
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        if (act is not ("confirm" or "dismiss"))
        {
            return null;
        }

        return FieldId is { } id && await Settle.HandleAsync(SiteKey, id, act == "confirm", Me.Actor, Stop) ? act : "over";
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "confirm" => "Confirmed: about a reply that is kept here it counts like a decision of the house.",
        "dismiss" => "Dismissed: nothing is learnt from it.",
        "over" => "Somebody has settled that meanwhile, or the program took it back.",
        _ => null,
    };

    /// <summary>The text that was sent with it, else the submission it is about; empty when both are gone.</summary>
    private string TextOf(Statement said) => said.Body ?? (said.Submission is { } id && items.GetValueOrDefault(id) is { } item ? item.Body : "");

    private static string Short(string text) => text.Length <= ShownChars ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[ShownChars - 1]) ? ShownChars - 1 : ShownChars), "…");

    private static string WordsOf(Statement said) => $"{(said.IsViolating ? "" : "no ")}{said.Category switch
    {
        Category.Spam => "spam",
        Category.Toxicity => "toxic",
        Category.LikelyToReject => "to be rejected",
        _ => said.Category.ToText().Replace('_', ' '),
    }}";

    private static string DoorOf(Statement said) => said.Door == Door.Akismet ? "through Akismet's door" : "through Perspective's door";

    private string KeyOf(Statement said) => keys.GetValueOrDefault(said.KeyId) is { } key ? $"key {key.Label ?? key.Hint}" : "a key that is gone";

    private string Older(Statement last) => string.Create(CultureInfo.InvariantCulture, $"{Address}&before={last.RecordedAt.UtcTicks}_{last.StatementId:D}");

    /// <summary>What <see cref="Older"/> wrote; null for anything else, which is the first page.</summary>
    private static (DateTimeOffset At, Guid Id)? Ended(string? before) =>
        before?.Split('_') is [string ticks, string id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out long at) && at <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParse(id, out Guid statement)
            ? (new DateTimeOffset(at, TimeSpan.Zero), statement)
            : null;
}
