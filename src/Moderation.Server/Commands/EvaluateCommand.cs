using System.CommandLine;
using System.Globalization;
using System.Text;
using Moderation.Judging;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Training;

namespace Moderation.Server.Commands;

/// <summary><c>moderation evaluate</c>: how a model does on labelled texts, as JSON and as one page with plots.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Argument<FileInfo[]> files = new("files") { Description = "Labelled texts: TSV, CSV or JSON Lines, gzip or not", Arity = ArgumentArity.OneOrMore };
        Option<FileInfo?> model = new("--model") { Description = "A model artefact; the base model if it is left out" };
        Option<string> output = new("--out") { Description = "Where the report goes: this name with .json and with .html", DefaultValueFactory = _ => "evaluation" };
        Option<string> name = new("--name") { Description = "The title of the report", DefaultValueFactory = _ => "Evaluation" };
        Option<FileInfo[]> against = new("--against") { Description = "Other model artefacts to stand beside it, compared in pairs", AllowMultipleArgumentsPerToken = true };
        Option<string?> championOf = new("--champion-of") { Description = "The model that decides for this site now, to stand beside it too" };
        Option<string[]> baseline = new("--baseline") { Description = "Scores of another program, as name=file of JSON Lines {\"id\",\"scores\"}; may be repeated" };
        Option<string[]> weight = new("--weight") { Description = "How many texts each text of a sampled source stands for, as source=number; may be repeated" };
        Option<int> replicates = new("--replicates") { Description = "Bootstrap replicates per interval", DefaultValueFactory = _ => 200 };
        Option<int> seed = new("--seed") { Description = "Seed of everything random", DefaultValueFactory = _ => 1 };
        Option<bool> noTexts = new("--no-texts") { Description = "Quote no text in the report" };
        Option<bool> noFunctionalTest = new("--no-functional-test") { Description = "Leave out the built-in functional test" };
        Option<string[]> columns = LabelledInput.ColumnOption();
        Option<bool> json = new("--json") { Description = "The report as JSON on standard output too" };
        Command command = new("evaluate", "Measures a model on labelled texts.")
        {
            files, model, output, name, against, championOf, baseline, weight, replicates, seed, noTexts, noFunctionalTest, columns, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            Model judged = ScoreCommand.LoadModel(result.GetValue(model));
            if (result.GetValue(replicates) is not (>= 20 and <= 10_000))
            {
                throw new CommandFailedException("--replicates must be from 20 to 10000.") { ExitCode = ExitCode.Usage };
            }

            LabelledFile[] read = LabelledInput.Read(result.GetValue(files)!, LabelledInput.Columns(result.GetValue(columns)), cancellationToken);
            TextJudge judge = new(new ModelScorer(judged));
            EvaluationOptions options = new()
            {
                Name = result.GetValue(name)!,
                Files = [.. read.Select(file => file.ToCard("evaluation"))],
                Replicates = result.GetValue(replicates),
                Seed = result.GetValue(seed),
                SourceWeights = Weights(result.GetValue(weight)),
                ComparedWith = await ComparedAsync(result.GetValue(against) ?? [], result.GetValue(championOf), cancellationToken).ConfigureAwait(false),
                ComparedScores = LabelledInput.Pairs("--baseline", "file", result.GetValue(baseline))
                    .ToDictionary(pair => pair.Name, pair => LabelledInput.Try(() => ScoreFile.Read(pair.Value, cancellationToken))),
                FunctionalCases = result.GetValue(noFunctionalTest) ? [] : SeedCorpus.FunctionalTest,
                IsStopped = text => judge.Judge(InputOf(text), SitePolicy.Default).Judgement.Verdict != Verdict.Approve,
                WorstErrors = result.GetValue(noTexts) ? 0 : 10,
            };
            EvaluationReport report = LabelledInput.Try(() => ModelEvaluator.Evaluate(
                judged, [.. read.SelectMany(file => file.Texts)], options, new ConsoleProgress(), cancellationToken));
            string path = Path.GetFullPath(result.GetValue(output)!);
            await LabelledInput.WriteAsync(path + ".json", Encoding.UTF8.GetBytes(report.ToJson()), cancellationToken).ConfigureAwait(false);
            await LabelledInput.WriteAsync(path + ".html", Encoding.UTF8.GetBytes(report.ToHtml()), cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                await Console.Out.WriteLineAsync(report.ToJson()).ConfigureAwait(false);
            }
            else
            {
                Show(report);
            }

            await Console.Error.WriteLineAsync($"Written to {path}.json and {path}.html.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<Dictionary<string, Model>> ComparedAsync(FileInfo[] files, string? site, CancellationToken cancellationToken)
    {
        Dictionary<string, Model> models = files.ToDictionary(file => Path.GetFileNameWithoutExtension(file.Name), file => ScoreCommand.LoadModel(file));
        if (site is null)
        {
            return models;
        }

        await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
        ChampionRow champion = await session.Get<ModelStore>().DecidingAsync((await session.SiteAsync(site, cancellationToken).ConfigureAwait(false)).Id, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandFailedException("No model decides yet: the service was never started on this store.");
        models["champion"] = Artefact.TryLoad(await session.Get<ModelStore>().LoadAsync(champion.Sha256, cancellationToken).ConfigureAwait(false), champion.Sha256, out Model? loaded, out string problem)
            ? loaded
            : throw new CommandFailedException($"The champion {champion.Sha256[..12]} cannot be used: {problem}.");
        return models;
    }

    private static ScoringInput InputOf(LabelledText text) => new() { Text = text.Text, AuthorName = text.AuthorName, AuthorUrl = text.AuthorUrl };

    private static Dictionary<string, double> Weights(string[]? options) => LabelledInput.Pairs("--weight", "number", options).ToDictionary(
        pair => pair.Name,
        pair => double.TryParse(pair.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight) && weight > 0 && double.IsFinite(weight)
            ? weight
            : throw new CommandFailedException($"--weight {pair.Name}={pair.Value} is not a positive number.") { ExitCode = ExitCode.Usage });

    private static void Show(EvaluationReport report)
    {
        Output.WriteTable(
            ["category", "texts", "violating", "ROC-AUC", "recall at 1 %", "calibration slope", "Brier skill"],
            report.Categories.Select(category => (IReadOnlyList<string>)
            [
                category.Category.ToText(), Number(category.Rows), Number(category.Violating), Interval(category.RocAuc), Interval(category.RecallAtOnePercent),
                Interval(category.CalibrationSlope), Interval(category.BrierSkill),
            ]));
        if (report.Functional is { } test)
        {
            Output.WriteTable(
                ["functional test", "should be", "cases", "pass"],
                test.Kinds.Select(kind => (IReadOnlyList<string>)[kind.Kind, kind.IsViolating ? "stopped" : "approved", Number(kind.Cases), Percent(kind.Passed)])
                    .Append(["all", "", Number(test.Cases), Percent(test.Passed.Value)]));
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double value) => value.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string Interval(MetricInterval metric) => string.Create(CultureInfo.InvariantCulture, $"{metric.Value:0.0000} [{metric.Low:0.0000}, {metric.High:0.0000}]");
}
