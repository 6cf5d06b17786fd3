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
    public static Command Create()
    {
        Option<FileInfo?> modelFile = new("--model") { Description = "A model artefact; the base model if it is left out" };
        Command command = new("score", "Scores JSON Lines {\"id\",\"text\"} from standard input, one line of scores, verdict and reasons each.") { modelFile };
        command.SetAction(async (result, cancellationToken) =>
        {
            Model model = LoadModel(result.GetValue(modelFile));
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
        while (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            string answer = ScoreLine.TryRead(line, out ScoreLine? request, out string error)
                ? Write(request!, judge.Judge(request!.Input, policy))
                : JsonSerializer.Serialize(new { line = number, error }, Output.Json);
            exitCode = request is null ? ExitCode.Failed : exitCode;
            await output.WriteLineAsync(answer.AsMemory(), cancellationToken).ConfigureAwait(false);
        }

        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return exitCode;
    }

    /// <summary>The model of a file, or the base model. Throws a sentence when the file is no model.</summary>
    internal static Model LoadModel(FileInfo? file)
    {
        try
        {
            return file is null ? BaseModel.Load() : Model.Load(File.ReadAllBytes(file.FullName));
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
