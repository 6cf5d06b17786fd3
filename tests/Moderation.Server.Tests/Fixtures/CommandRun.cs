using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>One finished run of the built executable.</summary>
internal sealed record CommandRun
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public required int ExitCode { get; init; }

    public required string Out { get; init; }

    public required string Error { get; init; }

    /// <summary>Standard output as one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs <c>moderation</c> with a data directory and waits for its end.</summary>
    /// <param name="workingDirectory">The caller's directory; data are kept in its folder <c>data</c>, as without any setting.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="input">Standard input; null for none.</param>
    /// <param name="environment">Settings.</param>
    public static Task<CommandRun> OfAsync(string workingDirectory, string[] arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null) =>
        OfAsync(ServerBuild.Executable(ServerBuild.Output), workingDirectory, arguments, input is null ? [] : Encoding.UTF8.GetBytes(input), environment);

    /// <summary>Runs any program and waits for its end.</summary>
    public static async Task<CommandRun> OfAsync(string file, string workingDirectory, string[] arguments, byte[] input, IReadOnlyDictionary<string, string>? environment)
    {
        ProcessStartInfo start = Start(file, workingDirectory, arguments, environment);
        start.RedirectStandardInput = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Deadline);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, limit.Token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything: its exit code says why.
        }

        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Path.GetFileName(file)} {string.Join(' ', arguments)} did not end.");
        }

        return new CommandRun { ExitCode = process.ExitCode, Out = await output, Error = await error };
    }

    /// <summary>How a program is started that must not see the settings of whoever runs the tests.</summary>
    public static ProcessStartInfo Start(string file, string workingDirectory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] foreign = [.. start.Environment.Keys.Where(name => name.StartsWith("Moderation__", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase))];
        foreach (string name in foreign)
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>This run, if it ended with the code.</summary>
    public CommandRun With(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Ended with {ExitCode} instead of {exitCode}.\n{Out}\n{Error}");
        return this;
    }
}
