using System.CommandLine;
using System.Text;
using System.Text.Json;
using Moderation.Judging;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;

namespace Moderation.Server.Commands;

/// <summary><c>moderation score</c>: JSON Lines in, JSON Lines out, in order. It touches no store: base model unless <c>--model</c>, default policy.</summary>
internal static class ScoreCommand
{
    private const int LinesAtOnce = 256;

    public static Command Create()
    {
        Option<FileInfo?> modelFile = new("--model") { Description = "A model artefact; the base model if it is left out" };
        Option<bool> wordsOnly = new("--words-only") { Description = "The shipped model that knows words alone, without the sentence reader" };
        Command command = new("score", "Scores JSON Lines {\"id\",\"text\"} from standard input, one line of scores, verdict and reasons each.") { modelFile, wordsOnly };
        command.SetAction(async (result, cancellationToken) =>
        {
            Model model = LoadModel(result.GetValue(modelFile), result.GetValue(wordsOnly) ? ShippedModel.Words : ShippedModel.Sentences);
            using StreamReader input = new(Console.OpenStandardInput(), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
            await using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 1 << 16);
            return await RunAsync(model, input, output, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Scores every line. 1 if a line could not be read, else 0.</summary>
    internal static async Task<int> RunAsync(Model model, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        ModelScorer scorer = new(model);
        SitePolicy policy = SitePolicy.Default;
        TextJudge judge = new(scorer);
        int exitCode = ExitCode.Done;
        long number = 0;
        List<(long Number, string Text)> lines = [];
        while (true)
        {
            string? line = await input.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            number++;
            if (line is { Length: > 0 })
            {
                lines.Add((number, line));
            }

            if (lines.Count == LinesAtOnce || line is null)
            {
                // Reading sentences takes about a millisecond a text: the lines are shared among the processors and answered in their order.
                (string Answer, bool IsBad)[] answers = [.. lines.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(Answer)];
                foreach ((string answer, bool isBad) in answers)
                {
                    exitCode = isBad ? ExitCode.Failed : exitCode;
                    await output.WriteLineAsync(answer.AsMemory(), cancellationToken).ConfigureAwait(false);
                }

                lines.Clear();
            }

            if (line is null)
            {
                break;
            }
        }

        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return exitCode;

        (string Answer, bool IsBad) Answer((long Number, string Text) line) => ScoreLine.TryRead(line.Text, out ScoreLine? request, out string error)
            ? (Write(request!, judge.Judge(request!.Input, policy)), false)
            : (JsonSerializer.Serialize(new { line = line.Number, error }, Output.Json), true);
    }

    /// <summary>The model of a file, or a shipped one. Throws a sentence when the file is no model.</summary>
    internal static Model LoadModel(FileInfo? file, ShippedModel shipped = ShippedModel.Sentences)
    {
        try
        {
            return file is null ? BaseModel.Load(shipped) : Model.Load(File.ReadAllBytes(file.FullName));
        }
        catch (IOException problem)
        {
            throw new CommandFailedException($"The model {file!.FullName} cannot be read: {problem.Message}", problem);
        }
        catch (ModelFormatException problem)
        {
            throw new CommandFailedException($"{file!.FullName} is not a model this version can use: {problem.Message}", problem);
        }
    }

    private static string Write(ScoreLine line, JudgedText judged) => JsonSerializer.Serialize(
        new { id = line.Id, scores = judged.Scores, verdict = judged.Judgement.Verdict, reasons = judged.Judgement.Codes },
        Output.Json);
}
