using System.Globalization;
using Moderation.Policies;
using Moderation.Scoring;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>A short word on a card for one thing that spoke against a submission.</summary>
/// <param name="Text">The word, with its number.</param>
/// <param name="Sentence">The whole sentence.</param>
/// <param name="IsStrong">Near-certain, urgent, or an entry of a list.</param>
internal sealed record Marker(string Text, string Sentence, bool IsStrong)
{
    /// <summary>The markers of stored reasons: a category once, with its strongest reason.</summary>
    public static IReadOnlyList<Marker> Of(IReadOnlyList<Reason> reasons) =>
    [
        .. reasons.GroupBy(reason => reason.Category ?? $"{reason.Code}/{reason.Matched}").Select(group => Of(group.MinBy(reason => reason.Rule ?? int.MaxValue)!)),
    ];

    /// <summary>What readers reported, with why most of them did.</summary>
    public static Marker Of(Reports.ReportSummary reports) => new(
        string.Create(CultureInfo.InvariantCulture, $"Reports {reports.Count}"),
        $"Readers reported it: {string.Join("; ", reports.Reasons.Select(one => string.Create(CultureInfo.InvariantCulture, $"{Reports.ReportReason.All.FirstOrDefault(reason => reason.Code == one.Reason)?.Title ?? one.Reason} ({one.Count})")))}.",
        true);

    /// <summary>A category in words.</summary>
    public static string TitleOf(Category category) => category switch
    {
        Category.Spam => "Spam",
        Category.Toxicity => "Toxic",
        Category.SevereToxicity => "Severely toxic",
        Category.Insult => "Insult",
        Category.Profanity => "Obscene",
        Category.Threat => "Threat",
        Category.IdentityAttack => "Identity attack",
        Category.LikelyToReject => "Likely rejected here",
    };

    /// <summary>A score as everywhere in the console: two digits, and three where thresholds lie low.</summary>
    public static string Number(double score) => score.ToString(score < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>The marker of one reason.</summary>
    public static Marker Of(Reason reason)
    {
        string sentence = ReasonCodes.SentenceOf(reason.Code);
        if (Categories.TryParse(reason.Category, out Category category))
        {
            bool isStrong = reason.Code != ReasonCodes.Of(category);
            return new Marker(reason.Score is { } score ? $"{TitleOf(category)} {Number(score)}" : TitleOf(category), sentence, isStrong);
        }

        string count = reason.Count is { } number ? $" {number.ToString(CultureInfo.InvariantCulture)}" : "";
        return reason.Code switch
        {
            ReasonCodes.WordList => new Marker($"Word list: {reason.Matched}", $"{sentence} List: {reason.List}.", true),
            ReasonCodes.Links => new Marker($"Links{count}", sentence, false),
            ReasonCodes.LinkShortener => new Marker("Short link", sentence, false),
            ReasonCodes.LinkPunycode => new Marker("Look-alike link", sentence, true),
            ReasonCodes.LinkUnseen => new Marker("New website", sentence, false),
            ReasonCodes.Duplicate => new Marker($"Repeat{count}", sentence, false),
            ReasonCodes.Campaign => new Marker($"Same text{count}", sentence, true),
            ReasonCodes.FloodAuthor or ReasonCodes.FloodNetwork => new Marker($"Flood{count}", sentence, false),
            ReasonCodes.Honeypot => new Marker("Hidden field", sentence, false),
            ReasonCodes.PersonalEmail or ReasonCodes.PersonalPhone or ReasonCodes.PersonalIban => new Marker("Personal data", sentence, false),
            ReasonCodes.AuthorNew => new Marker("New author", sentence, false),
            ReasonCodes.AuthorRejections => new Marker("Often rejected", sentence, false),
            ReasonCodes.AuthorBlocked or ReasonCodes.AuthorLikeBlocked or ReasonCodes.NetworkBlocked => new Marker("Blocked", sentence, true),
            ReasonCodes.NotUnderstood => new Marker("Not understood", sentence, false),
            ReasonCodes.Unscored => new Marker("Unscored", sentence, false),
            ReasonCodes.Premoderated => new Marker("Read first", sentence, false),
            ReasonCodes.Evasion => new Marker("Disguised", sentence, true),
            ReasonCodes.ParentUnknown => new Marker("Parent unknown", sentence, false),
            ReasonCodes.PageClosed => new Marker("Page closed", sentence, false),
            _ => new Marker(reason.Code.Replace('_', ' '), sentence, false),
        };
    }
}
