using System.CommandLine;
using System.Globalization;
using System.Reflection;
using Moderation.Scoring.Training;

namespace Moderation.Server.Commands;

/// <summary><c>moderation train</c>: labelled files in, one model artefact out. Equal files, options and seed give equal bytes.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        Argument<FileInfo[]> files = new("files") { Description = "Labelled texts: TSV, CSV or JSON Lines, gzip or not", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> site = new("--site") { Description = "Instead of files: what this site's moderators decided. The challenger goes into the registry, with the gate's word" };
        Option<bool> ifDue = new("--if-due") { Description = "With --site: only when there are 200 new labels of either kind, or 20 and a week has passed since the last set" };
        Option<FileInfo[]> validation = new("--validation") { Description = "Texts for calibration and thresholds; left out: every tenth training text", AllowMultipleArgumentsPerToken = true };
        Option<FileInfo?> output = new("--out") { Description = "Where the artefact of files is written" };
        Option<string> name = new("--name") { Description = "The name in the model card", DefaultValueFactory = _ => "site" };
        Option<bool> seedCorpus = new("--seed-corpus") { Description = "Learn from what the built-in seed corpus has for training too" };
        Option<bool> wordsOnly = new("--words-only") { Description = "Let the model know words alone, without the sentence reader" };
        Option<int> seed = new("--seed") { Description = "Seed of everything random", DefaultValueFactory = _ => 1 };
        Option<DateTimeOffset?> created = new("--created") { Description = "The time in the model card; left out: that of the newest file" };
        Option<string[]> columns = LabelledInput.ColumnOption();
        Option<bool> json = new("--json") { Description = "The model card, or what came of the run, as JSON" };
        Command command = new("train", "Trains a model from labelled texts, or a site's own from what its moderators decided.") { files, site, ifDue, validation, output, name, seedCorpus, wordsOnly, seed, created, columns, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(site) is { } id)
            {
                return result.GetValue(files) is { Length: > 0 } || result.GetValue(output) is not null
                    ? throw new CommandFailedException("--site goes without files and without --out: the model goes into the registry.") { ExitCode = ExitCode.Usage }
                    : await TrainSiteCommand.RunAsync(id, result.GetValue(ifDue), result.GetValue(json), cancellationToken).ConfigureAwait(false);
            }

            if (result.GetValue(files) is not { Length: > 0 } || result.GetValue(output) is null)
            {
                throw new CommandFailedException("From what? Either --site, or labelled files and --out.") { ExitCode = ExitCode.Usage };
            }

            LabelledColumns meanings = LabelledInput.Columns(result.GetValue(columns));
            LabelledFile[] training = LabelledInput.Read(result.GetValue(files)!, meanings, cancellationToken);
            LabelledFile[] held = LabelledInput.Read(result.GetValue(validation) ?? [], meanings, cancellationToken);
            IReadOnlyList<LabelledFile> own = result.GetValue(seedCorpus) ? [.. SeedCorpus.Files, .. SeedCorpus.LaterFiles] : [];
            TrainingOptions options = new()
            {
                Name = result.GetValue(name)!,
                // The newest input, not the clock: training again from the same files gives the same bytes.
                CreatedAt = result.GetValue(created)?.ToUniversalTime() ?? training.Concat(held).Max(file => new DateTimeOffset(File.GetLastWriteTimeUtc(file.Path), TimeSpan.Zero)),
                CodeVersion = typeof(TrainCommand).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? "",
                Training = [.. training.SelectMany(file => file.Texts).Where(text => !text.IsForTesting), .. own.Count == 0 ? [] : SeedCorpus.Training.Concat(SeedCorpus.LaterRounds)],
                Validation = held.Length == 0 ? null : [.. held.SelectMany(file => file.Texts).Where(text => !text.IsForTesting)],
                ReadsSentences = !result.GetValue(wordsOnly),
                Seed = result.GetValue(seed),
                Files = [.. training.Concat(own).Select(file => file.ToCard("training")), .. held.Select(file => file.ToCard("validation"))],
            };
            int setApart = training.Concat(held).Sum(file => file.Texts.Count(text => text.IsForTesting));
            if (setApart > 0)
            {
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{setApart} texts are set apart for testing and not used")).ConfigureAwait(false);
            }

            TrainingResult trained = LabelledInput.Try(() => ModelTrainer.Train(options, new ConsoleProgress(), cancellationToken));
            string path = result.GetValue(output)!.FullName;
            await LabelledInput.WriteAsync(path, trained.Artefact, cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(result.GetValue(json) ? trained.Card.ToJson() : $"{trained.Model.Sha256}  {path}").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
