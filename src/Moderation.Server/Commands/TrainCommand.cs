using System.CommandLine;
using System.Globalization;
using System.Reflection;
using Moderation.Scoring.Training;

namespace Moderation.Server.Commands;

/// <summary><c>moderation train</c>: labelled files in, one model artefact out. Equal files, options and seed give equal bytes.</summary>
internal static class TrainCommand
{
    private const int ShownBadRows = 20;

    public static Command Create()
    {
        Argument<FileInfo[]> files = new("files") { Description = "Labelled texts: TSV, CSV or JSON Lines, gzip or not", Arity = ArgumentArity.OneOrMore };
        Option<FileInfo[]> validation = new("--validation") { Description = "Texts for calibration and thresholds; left out: every tenth training text", AllowMultipleArgumentsPerToken = true };
        Option<FileInfo> output = new("--out") { Description = "Where the artefact is written", Required = true };
        Option<string> name = new("--name") { Description = "The name in the model card", DefaultValueFactory = _ => "site" };
        Option<int> seed = new("--seed") { Description = "Seed of everything random", DefaultValueFactory = _ => 1 };
        Option<string[]> columns = new("--column") { Description = "What a column means, as name=meaning (id, source, text, author.name, author.url, weight or a category; empty ignores it); may be repeated" };
        Option<bool> json = new("--json") { Description = "The model card as JSON" };
        Command command = new("train", "Trains a model from labelled texts.") { files, validation, output, name, seed, columns, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            LabelledColumns meanings = LabelledColumns.Default with { Overrides = ParseColumns(result.GetValue(columns) ?? []) };
            LabelledFile[] training = Read(result.GetValue(files)!, meanings, cancellationToken);
            LabelledFile[] held = Read(result.GetValue(validation) ?? [], meanings, cancellationToken);
            TrainingResult trained = Train(
                new TrainingOptions
                {
                    Name = result.GetValue(name)!,
                    // The newest input, not the clock: training again from the same files gives the same bytes.
                    CreatedAt = training.Concat(held).Max(file => new DateTimeOffset(File.GetLastWriteTimeUtc(file.Path), TimeSpan.Zero)),
                    CodeVersion = typeof(TrainCommand).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? "",
                    Training = [.. training.SelectMany(file => file.Texts)],
                    Validation = held.Length == 0 ? null : [.. held.SelectMany(file => file.Texts)],
                    Seed = result.GetValue(seed),
                    Files = [.. training.Select(file => file.ToCard("training")), .. held.Select(file => file.ToCard("validation"))],
                },
                cancellationToken);
            await WriteAsync(result.GetValue(output)!, trained, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                await Console.Out.WriteLineAsync(trained.Card.ToJson()).ConfigureAwait(false);
            }
            else
            {
                await Console.Out.WriteLineAsync($"{trained.Model.Sha256}  {result.GetValue(output)!.FullName}").ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Dictionary<string, string> ParseColumns(string[] columns)
    {
        Dictionary<string, string> meanings = [];
        foreach (string column in columns)
        {
            int equals = column.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new CommandFailedException($"--column {column} is not name=meaning.") { ExitCode = ExitCode.Usage };
            }

            meanings[column[..equals]] = column[(equals + 1)..];
        }

        return meanings;
    }

    private static LabelledFile[] Read(FileInfo[] files, LabelledColumns columns, CancellationToken cancellationToken)
    {
        LabelledFile[] read = new LabelledFile[files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            try
            {
                read[i] = LabelledFile.Read(files[i].FullName, columns, cancellationToken);
            }
            catch (Exception problem) when (problem is LabelledFileException or IOException or UnauthorizedAccessException)
            {
                throw new CommandFailedException(problem.Message, problem);
            }

            foreach (BadRow row in read[i].BadRows.Take(ShownBadRows))
            {
                Console.Error.WriteLine(row.ToString());
            }

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files[i].Name}: {read[i].Texts.Count} texts, {read[i].BadRows.Count} rows not used"));
        }

        return read;
    }

    private static TrainingResult Train(TrainingOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return ModelTrainer.Train(options, new ConsoleProgress(), cancellationToken);
        }
        catch (TrainingException problem)
        {
            throw new CommandFailedException(problem.Message, problem);
        }
    }

    /// <summary>Writes beside and renames, so that a reader never finds half a model.</summary>
    private static async Task WriteAsync(FileInfo output, TrainingResult trained, CancellationToken cancellationToken)
    {
        string partial = output.FullName + ".partial";
        try
        {
            await File.WriteAllBytesAsync(partial, trained.Artefact, cancellationToken).ConfigureAwait(false);
            File.Move(partial, output.FullName, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The model cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>One line a step on standard error; on a terminal the line is rewritten.</summary>
    private sealed class ConsoleProgress : IProgress<TrainingProgress>
    {
        private string last = "";

        public void Report(TrainingProgress value)
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"{value.Share,4:P0} {value.Step}");
            if (line == last)
            {
                return;
            }

            last = line;
            Console.Error.Write(Console.IsErrorRedirected ? line + "\n" : $"\r{line.PadRight(70)}{(value.Share >= 1 ? "\n" : "")}");
        }
    }
}
