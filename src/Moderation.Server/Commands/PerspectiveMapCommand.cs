using System.CommandLine;
using System.Globalization;
using System.Text;
using Moderation.Administration;
using Moderation.Scales;
using Moderation.Scoring;
using Moderation.Scoring.Scales;
using Moderation.Scoring.Training;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary><c>moderation perspective-map fit|show|reset</c>: on which scale clients of Perspective see scores.</summary>
internal static class PerspectiveMapCommand
{
    private const int ShownBadRows = 20;

    public static Command Create() => new("perspective-map", "Fits our scores to old scores of Perspective, so that old thresholds keep their meaning.") { Fit(), Show(), Reset() };

    private static Command Fit()
    {
        Option<FileInfo> scores = new("--scores") { Description = "Texts with Perspective's scores: CSV, TSV or JSON Lines with a text and one column for each attribute, gzip or not", Required = true };
        Option<string?> site = new("--site") { Description = "The site whose scale it becomes" };
        Option<FileInfo?> output = new("--out") { Description = "Or the file it is written to" };
        Option<FileInfo?> modelFile = new("--model") { Description = "A model artefact; left out: the champion of the site, else the base model" };
        Option<bool> json = new("--json") { Description = "The scale as JSON" };
        Command command = new("fit", "Fits a monotone map for each attribute and says how well it does on texts it was not fitted on.") { scores, site, output, modelFile, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(site) is null == (result.GetValue(output) is null))
            {
                throw new CommandFailedException("Say either --site, whose scale it becomes, or --out, the file it is written to.") { ExitCode = ExitCode.Usage };
            }

            OldScores read = Read(result.GetValue(scores)!, cancellationToken);
            if (result.GetValue(output) is { } file)
            {
                ScoreScale fitted = Fit(ScoreCommand.LoadModel(result.GetValue(modelFile)), read);
                await LabelledInput.WriteAsync(file.FullName, Encoding.UTF8.GetBytes(fitted.ToJson()), cancellationToken).ConfigureAwait(false);
                Print(fitted, result.GetValue(json));
                return ExitCode.Done;
            }

            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            ChangeScale change = session.Get<ChangeScale>();
            ScoreScale own = Fit(result.GetValue(modelFile) is { } chosen ? ScoreCommand.LoadModel(chosen) : await change.DecidingAsync(owner.Id, cancellationToken).ConfigureAwait(false), read);
            await change.SetAsync(owner.Id, own, "cli", cancellationToken).ConfigureAwait(false);
            Print(own, result.GetValue(json));
            string[] kept = [.. ScaleAttributes.All.Select(attribute => attribute.Name).Where(name => own.Find(name) is null)];
            await Console.Error.WriteLineAsync($"{owner.Id} has this scale within two seconds." + (kept.Length == 0 ? "" : $" {string.Join(", ", kept)} keep the one that ships.")).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        Option<string?> site = new("--site") { Description = "The site; left out: the scale that ships" };
        Option<bool> json = new("--json") { Description = "The scale as JSON" };
        Option<bool> markdown = new("--markdown") { Description = "The table as it stands in the README of Moderation.Scoring" };
        Command command = new("show", "Shows what a threshold of Perspective means on our scale, and how often both decide the same.") { site, json, markdown };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(site) is not { } id)
            {
                if (result.GetValue(markdown))
                {
                    Console.Out.Write(ToMarkdown(ScoreScale.Shipped));
                    return ExitCode.Done;
                }

                Print(ScoreScale.Shipped, result.GetValue(json));
                return ExitCode.Done;
            }

            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(id, cancellationToken).ConfigureAwait(false);
            string? document = await session.Get<ScaleStore>().FindAsync(owner.Id, cancellationToken).ConfigureAwait(false);
            ScoreScale scale = document is null ? ScoreScale.Shipped : ScoreScale.FromJson(document);
            Print(scale, result.GetValue(json));
            Model model = await session.Get<ChangeScale>().DecidingAsync(owner.Id, cancellationToken).ConfigureAwait(false);
            if (scale.ModelVersion != model.Sha256)
            {
                await Console.Error.WriteLineAsync($"It was fitted with another model ({scale.ModelVersion[..12]}) than the one that scores now ({model.Sha256[..12]}). It still works; fit it again to be exact.").ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Reset()
    {
        Option<string> site = new("--site") { Description = "The site", Required = true };
        Command command = new("reset", "Takes a site's own scale away; the one that ships counts again.") { site };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            bool removed = await session.Get<ChangeScale>().ResetAsync(owner.Id, "cli", cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync(removed ? "The scale that ships counts again." : $"{owner.Id} had no scale of its own.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static ScoreScale Fit(Model model, OldScores scores)
    {
        try
        {
            return ScaleFitter.Fit(model, scores);
        }
        catch (ScaleFitException problem)
        {
            throw new CommandFailedException(problem.Message, problem);
        }
    }

    private static OldScores Read(FileInfo file, CancellationToken cancellationToken)
    {
        OldScores read = LabelledInput.Try(() => OldScores.Read(file.FullName, cancellationToken));
        foreach (BadRow row in read.BadRows.Take(ShownBadRows))
        {
            Console.Error.WriteLine(row.ToString());
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {read.Texts.Count} texts, {read.BadRows.Count} rows not used"));
        return read;
    }

    private static void Print(ScoreScale scale, bool asJson)
    {
        if (asJson)
        {
            Console.Out.Write(scale.ToJson());
            return;
        }

        Output.WriteTable(
            ["attribute", "texts", "rank correlation", "0.7 0.8 0.9 here is", "decide the same at 0.7 0.8 0.9", "stopped by ours/theirs/both"],
            scale.Attributes.Select(attribute => (IReadOnlyList<string>)
            [
                attribute.Attribute, attribute.Texts.ToString(CultureInfo.InvariantCulture), attribute.RankCorrelation.ToString("0.000", CultureInfo.InvariantCulture),
                string.Join("  ", attribute.Agreement.Select(at => attribute.Map.Invert(at.Threshold).ToString("0.0000", CultureInfo.InvariantCulture))),
                string.Join("  ", attribute.Agreement.Select(at => at.Equal.ToString("0.0%", CultureInfo.InvariantCulture))),
                string.Join("  ", attribute.Agreement.Select(at => string.Create(CultureInfo.InvariantCulture, $"{at.Ours}/{at.Theirs}/{at.Both}"))),
            ]));
        Console.Error.WriteLine($"Fitted on {scale.File} ({Short(scale.FileSha256)}) with model {Short(scale.ModelVersion)}.");
    }

    /// <summary>One row for each attribute.</summary>
    internal static string ToMarkdown(ScoreScale scale) => string.Concat(scale.Attributes.Select(attribute => string.Create(
        CultureInfo.InvariantCulture,
        $"| `{attribute.Attribute}` | {attribute.RankCorrelation:0.000} | {string.Join(", ", attribute.Agreement.Select(at => (at.Equal * 100).ToString("0.0", CultureInfo.InvariantCulture)))} % | {attribute.Agreement[1].Ours}, {attribute.Agreement[1].Theirs}, {attribute.Agreement[1].Both} | {attribute.Map.Invert(attribute.Agreement[1].Threshold):0.000} |\n")));

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
