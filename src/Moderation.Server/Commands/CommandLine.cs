using System.CommandLine;
using Microsoft.Extensions.Options;

namespace Moderation.Server.Commands;

/// <summary>The commands of <c>moderation</c>. Data goes to standard output, diagnostics to standard error.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command. 0 done, 1 failed, 2 wrong usage, 3 refused by a gate.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        RootCommand root = new("Self-hosted comment moderation: takes replies, judges them, stores what may be read.") { ServeCommand.Create() };
        if (!IsServing(args))
        {
            AddCommands(root);
        }

        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((result, token) => ServeCommand.RunAsync(result, token));

        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 || HasStrayWord(parsed))
        {
            foreach (string message in parsed.Errors.Select(error => error.Message).DefaultIfEmpty($"There is no command '{string.Join(' ', parsed.UnmatchedTokens)}'."))
            {
                await Console.Error.WriteLineAsync(message).ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync("moderation --help lists the commands.").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        return await InvokeAsync(parsed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A process that serves for weeks does not keep the other commands and their options in memory.</summary>
    private static bool IsServing(string[] args) => args is [] or [ServeCommand.Name];

    private static void AddCommands(RootCommand root)
    {
        root.Add(ScoreCommand.Create());
        root.Add(PerspectiveMapCommand.Create());
        root.Add(DoctorCommand.Create());
        root.Add(TrainCommand.Create());
        root.Add(EvaluateCommand.Create());
        root.Add(ModelsCommand.Create());
        root.Add(LabelsCommand.Create());
        root.Add(SitesCommand.Create());
        root.Add(KeysCommand.Create());
        root.Add(IdentityKeysCommand.Create());
        root.Add(PagesCommand.Create());
        root.Add(UsersCommand.Create());
        root.Add(BlocksCommand.Create());
        root.Add(WordListsCommand.Create());
        root.Add(SampleCommand.Create());
        root.Add(RedriveCommand.Create());
        root.Add(ImportCommand.Create());
        root.Add(ExportCommand.Create());
        root.Add(EraseCommand.Create());
        root.Add(MigrateCommand.Create());
        root.Add(BackupCommand.Create());
        root.Add(RestoreCommand.Create());
        root.Add(HealthCommand.Create());
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            // The host has its own orderly shutdown; a fixed limit would cut off a batch in hand.
            InvocationConfiguration configuration = new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (OptionsValidationException problem)
        {
            foreach (string failure in problem.Failures)
            {
                await Console.Error.WriteLineAsync(failure).ConfigureAwait(false);
            }

            return ExitCode.Failed;
        }
        catch (CommandFailedException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return problem.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Cancelled.").ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }

    /// <summary>Options of the host (<c>--urls</c>, <c>--environment</c>) pass through; a word that is no command does not.</summary>
    private static bool HasStrayWord(ParseResult parsed) => parsed.UnmatchedTokens.Count > 0 && !parsed.UnmatchedTokens[0].StartsWith("--", StringComparison.Ordinal);
}
