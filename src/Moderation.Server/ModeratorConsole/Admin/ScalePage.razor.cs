using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Moderation.Administration;
using Moderation.Models;
using Moderation.Privacy;
using Moderation.Scales;
using Moderation.Scoring.Scales;
using Moderation.Scoring.Training;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Server.ModeratorConsole.ModelPages;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>
/// The scale on which clients of Perspective see the site's scores: fitted to old scores that an admin sends, compared, then used or not. Between the two steps the fit is
/// in the page, sealed, and nowhere else.
/// </summary>
public sealed partial class ScalePage
{
    private const int ShownBadRows = 20;
    private const int MaxNameChars = 80;

    /// <summary>What is left of the largest request beside the form around it.</summary>
    private const int MaxFileBytes = 15_000_000;

    private static readonly double[] Thresholds = [0.7, 0.8, 0.9];

    private ScoreScale current = ScoreScale.Shipped;
    private OwnScale? own;
    private bool isOfAnotherModel;
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();
    private FittedScale? fitted;
    private string? document;
    private int texts;
    private IReadOnlyList<BadRow> bad = [];

    /// <inheritdoc/>
    public override string Path => "/admin/scale";

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    [Inject]
    private ScaleStore Scales { get; set; } = null!;

    [Inject]
    private ChangeScale Change { get; set; } = null!;

    [Inject]
    private ModelStore Models { get; set; } = null!;

    [Inject]
    private SiteKeys Seals { get; set; } = null!;

    [Inject]
    private People Colleagues { get; set; } = null!;

    private protected override async Task LoadAsync()
    {
        own = await Scales.FindOwnAsync(SiteKey, Stop);
        current = own is null ? ScoreScale.Shipped : ScoreScale.FromJson(own.Document);
        isOfAnotherModel = own is not null && (await Models.DecidingAsync(SiteKey, Stop))?.Sha256 is { } deciding && deciding != current.ModelVersion;
        names = await Colleagues.NamesAsync(Stop);
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        switch (act)
        {
            case "fit":
                await FitAsync();
                return null;
            case "use":
                return await UseAsync();
            case "reset":
                return await Change.ResetAsync(SiteKey, Me.Actor, Stop) ? "reset" : "none";
            default:
                return null;
        }
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "used" => "Clients of this site see scores on this scale within two seconds.",
        "reset" => "The scale that ships counts again within two seconds.",
        "none" => "The site has no scale of its own any more.",
        "stale" => "That comparison is not of this site, or was changed on the way. Fit the file again.",
        _ => null,
    };

    private async Task FitAsync()
    {
        if (FieldFile("file") is not { } file || file.Length == 0)
        {
            Refuse("file", "Choose a file that is not empty.");
            return;
        }

        if (file.Length > MaxFileBytes)
        {
            Refuse("file", $"The file has more than {MaxFileBytes / 1_000_000} MB: pack it with gzip, or send a part of it.");
            return;
        }

        byte[] bytes = new byte[file.Length];
        await using (Stream stream = file.OpenReadStream())
        {
            await stream.ReadExactlyAsync(bytes, Stop);
        }

        try
        {
            OldScores scores = OldScores.Read(NameOf(file), bytes, Stop);
            (bad, texts) = (scores.BadRows, scores.Texts.Count);
            fitted = await Change.FitAsync(SiteKey, scores, null, Stop);
            document = fitted.Scale.ToJson();
        }
        catch (Exception problem) when (problem is LabelledFileException or ScaleFitException)
        {
            Refuse("file", problem.Message);
        }
    }

    private async Task<string> UseAsync()
    {
        // A form sends line breaks as two characters.
        string sent = Field("scale").ReplaceLineEndings("\n") + "\n";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Field("seal")), Encoding.ASCII.GetBytes(SealOf(sent))))
        {
            return "stale";
        }

        await Change.SetAsync(SiteKey, ScoreScale.FromJson(sent), Me.Actor, Stop);
        return "used";
    }

    /// <summary>Says that this service fitted the scale, and for which site.</summary>
    private string SealOf(string scale) => Convert.ToHexStringLower(Seals.Hash($"scale of {SiteKey}: {scale}"));

    /// <summary>A file is called whatever somebody called it, also by an address.</summary>
    private static string NameOf(IFormFile file)
    {
        string name = AddressMask.Mask(System.IO.Path.GetFileName(file.FileName.ReplaceLineEndings(" ")));
        return name.Length <= MaxNameChars ? name : name[^MaxNameChars..];
    }

    private string NowOf(AttributeScale attribute, int index) =>
        fitted!.Before.TryGetValue(attribute.Attribute, out IReadOnlyList<ScaleAgreement>? now) ? Percent(now[index].Equal) : "nothing";

    private static string Missing(ScoreScale scale) => string.Join(", ", ScaleAttributes.All.Select(attribute => attribute.Name).Where(name => scale.Find(name) is null));

    private static string Percent(double share) => Figures.Percent(share);

    private static string Three(double value) => Figures.Three(value);

    private static string Short(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Whole(long number) => Figures.Count(number);
}
