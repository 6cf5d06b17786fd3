using System.CommandLine;
using Moderation.Models;
using Moderation.Scoring.Training;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary><c>moderation models add</c>: takes an artefact that <c>train --out</c> wrote into the registry, compared with the champion where held-out texts are named.</summary>
internal static class ModelsAddCommand
{
    private const int MaxBytes = 256 * 1024 * 1024;

    public static Command Create()
    {
        Argument<FileInfo> file = new("file") { Description = "A model artefact, as 'train --out' writes it" };
        Option<string?> site = new("--site") { Description = "The site it is meant for; left out: every site without a model of its own" };
        Option<string?> sha256 = new("--sha256") { Description = "The hash it is to have, as 'train' printed it; another one is refused" };
        Option<FileInfo[]> holdout = new("--holdout") { Description = "Labelled texts that it did not learn from: it is compared with the champion on them, and the gate says its word", AllowMultipleArgumentsPerToken = true };
        Option<string[]> columns = LabelledInput.ColumnOption();
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("add", "Takes a model artefact into the registry. It decides nothing before it is promoted. Returns 3 when the gate refuses it.") { file, site, sha256, holdout, columns, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            byte[] bytes = Read(result.GetValue(file)!);
            LabelledFile[] texts = LabelledInput.Read(result.GetValue(holdout) ?? [], LabelledInput.Columns(result.GetValue(columns)), cancellationToken);
            if (texts.Length > 0 && texts.Sum(read => read.Texts.Count) == 0)
            {
                throw new CommandFailedException("--holdout has no text to compare on.") { ExitCode = ExitCode.Usage };
            }

            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            SiteId? where = await RegisteredModel.SiteAsync(session, result.GetValue(site), cancellationToken).ConfigureAwait(false);
            RegisteredArtefact added = await session.Get<RegisterModel>().HandleAsync(where, bytes, result.GetValue(sha256), texts, "cli", cancellationToken).ConfigureAwait(false);
            string sentence = string.Join(' ', added.Sentences);
            if (added.Number is not { } number)
            {
                throw new CommandFailedException($"{result.GetValue(file)!.Name} is not taken. {sentence}");
            }

            if (result.GetValue(json))
            {
                Output.WriteJson(new { number, added.Sha256, Site = where?.Value, added.Gate });
            }
            else
            {
                await Console.Out.WriteLineAsync(sentence).ConfigureAwait(false);
                if (await session.Get<ChallengerStore>().FindAsync(added.Sha256!, cancellationToken).ConfigureAwait(false) is { } row)
                {
                    ModelView.WriteGate(row);
                }
            }

            return added.Gate is { Passed: false } ? ExitCode.RefusedByGate : ExitCode.Done;
        });
        return command;
    }

    private static byte[] Read(FileInfo file)
    {
        try
        {
            return file.Length <= MaxBytes ? File.ReadAllBytes(file.FullName) : throw new CommandFailedException($"{file.Name} is no model: it has {file.Length} bytes.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(problem.Message, problem);
        }
    }
}
