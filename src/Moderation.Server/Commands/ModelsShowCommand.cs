using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Training;

namespace Moderation.Server.Commands;

/// <summary><c>moderation models show</c>: one model with its card, the set it learnt from, what the gate said, and the report with plots as a page.</summary>
internal static class ModelsShowCommand
{
    public static Command Create()
    {
        Argument<string> which = new("model") { Description = "Its number, or the beginning of its SHA-256" };
        Option<string?> report = new("--out") { Description = "Where the report goes: this name with .json and with .html" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("show", "Shows a model of the registry.") { which, report, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            ChallengerRow model = await RegisteredModel.FindAsync(session, result.GetValue(which)!, cancellationToken).ConfigureAwait(false);
            TrainingSet? set = model.SetId is { } setId ? await session.Get<TrainingSetStore>().FindAsync(setId, cancellationToken).ConfigureAwait(false) : null;
            if (result.GetValue(report) is { } path)
            {
                await WriteReportAsync(model, Path.GetFullPath(path), cancellationToken).ConfigureAwait(false);
            }

            ModelCard card = ModelCard.FromJson(model.Card);
            if (result.GetValue(json))
            {
                Output.WriteJson(new
                {
                    model.Number,
                    model.Sha256,
                    Site = model.SiteId,
                    model.GatePassed,
                    Gate = ModelView.Gate(model),
                    TrainingSet = set is null ? null : new { set.Sha256, set.CreatedAt, set.CreatedBy, set.Manifest },
                    Card = JsonDocument.Parse(model.Card).RootElement,
                    Report = model.Report is { } text ? JsonDocument.Parse(text).RootElement : (JsonElement?)null,
                });
                return ExitCode.Done;
            }

            Show(model, card, set);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(ChallengerRow model, ModelCard card, TrainingSet? set)
    {
        List<IReadOnlyList<string>> rows =
        [
            ["number", model.Number.ToString(CultureInfo.InvariantCulture)],
            ["SHA-256", model.Sha256],
            ["name", card.Name],
            ["trained for", model.SiteId ?? "every site"],
            ["on top of", card.BaseSha256 ?? ""],
            ["made", $"{model.CreatedAt.ToString("u", CultureInfo.InvariantCulture)} by {model.CreatedBy}"],
            ["gate", ModelView.GateWord(model)],
        ];
        if (set is not null)
        {
            rows.Add(["training set", string.Create(CultureInfo.InvariantCulture, $"{set.Sha256}: {set.Manifest.Texts} texts of {set.Manifest.Labels} labels by {set.Manifest.Actors} {(set.Manifest.Actors == 1 ? "actor" : "actors")}, {set.Manifest.Clusters} clusters")]);
            rows.AddRange(set.Manifest.Parts.Select(part => (IReadOnlyList<string>)[part.Key, string.Create(CultureInfo.InvariantCulture, $"{part.Value.Texts} texts, {part.Value.Violating} violating")]));
            rows.AddRange(set.Manifest.LeftOut.Select(part => (IReadOnlyList<string>)[$"left out: {part.Key}", part.Value.ToString(CultureInfo.InvariantCulture)]));
            rows.AddRange(set.Manifest.Warnings.Select(warning => (IReadOnlyList<string>)["note", warning]));
        }

        Output.WriteTable(["what", "value"], rows);
        ModelView.WriteGate(model);
    }

    private static async Task WriteReportAsync(ChallengerRow model, string path, CancellationToken cancellationToken)
    {
        if (model.Report is null)
        {
            throw new CommandFailedException("The model has no report: none is made for models from files, nor where the held-out part lacks texts of one kind.");
        }

        EvaluationReport report = EvaluationReport.FromJson(model.Report);
        await LabelledInput.WriteAsync(path + ".json", Encoding.UTF8.GetBytes(report.ToJson()), cancellationToken).ConfigureAwait(false);
        await LabelledInput.WriteAsync(path + ".html", Encoding.UTF8.GetBytes(report.ToHtml()), cancellationToken).ConfigureAwait(false);
        await Console.Error.WriteLineAsync($"Written to {path}.json and {path}.html.").ConfigureAwait(false);
    }
}
