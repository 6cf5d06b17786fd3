using System.CommandLine;
using System.Text;
using Moderation.Privacy;
using Moderation.Server.Doctor;

namespace Moderation.Server.Commands;

/// <summary>
/// <c>moderation doctor</c>: reads the configuration of Coral, Discourse or WordPress, says what stops when Google switches Perspective off, gives the new values for this
/// service, and tries them. It changes nothing anywhere and touches no store.
/// </summary>
internal static class DoctorCommand
{
    private const int MaxBytes = 32 * 1024 * 1024;

    private const string Known = """
        It reads
          Coral       the tenant's settings as JSON (an export, or the answer of its API), or the environment of its server
          Discourse   the site settings as JSON (/admin/site_settings.json), as "name: value" lines, or containers/app.yml
          WordPress   wp-config.php, or the output of wp option list --format=json
        """;

    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "The configuration; - or nothing reads standard input, so that it can be pasted", DefaultValueFactory = _ => "-" };
        Option<string?> program = new("--program") { Description = "coral, discourse or wordpress, when the doctor cannot tell" };
        Option<string> url = new("--url") { Description = "Where this service is reached by the other program", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("Moderation__PublicUrl") ?? "http://127.0.0.1:8080" };
        Option<string?> key = new("--key") { Description = "A key with the door perspective: the new values are tried with it" };
        Option<string?> akismetKey = new("--akismet-key") { Description = "A key with the door akismet, to try that door as well" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("doctor", "Says what stops in Coral, Discourse or WordPress on 1 January 2027, and which values to put there instead; with --key it tries them.") { file, program, url, key, akismetKey, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new Request(result.GetValue(file)!, result.GetValue(program), result.GetValue(url)!, result.GetValue(key), result.GetValue(akismetKey), result.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Request request, CancellationToken cancellationToken)
    {
        if (request.Program is not (null or "coral" or "discourse" or "wordpress"))
        {
            throw new CommandFailedException("--program must be coral, discourse or wordpress.") { ExitCode = ExitCode.Usage };
        }

        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            throw new CommandFailedException("--url must be an http or https address such as https://comments.gazette.example.") { ExitCode = ExitCode.Usage };
        }

        string text = await ReadAsync(request.File, cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new CommandFailedException($"There is nothing to read: {Source(request.File)} is empty.\n{Known}");
        }

        FoundSettings found = FoundSettings.Read(text) ?? throw new CommandFailedException($"What {Source(request.File)} holds begins like JSON and is none: was something cut off?\n{Known}");
        string url = address.AbsoluteUri.TrimEnd('/');
        NewValues values = new(url, request.Key is { } given ? $"{SiteKeys.HintOf(given)}\u2026 (the one given with --key)" : "a key of this service: moderation keys create --site SITE --door perspective");
        Diagnosis diagnosis = Diagnose.Run(found, request.Program, values)
            ?? throw new CommandFailedException($"No setting of Coral, Discourse or WordPress is in {Source(request.File)}. If it is one of them all the same, say which: --program coral, discourse or wordpress.\n{Known}");
        IReadOnlyList<Trial> trials = [];
        if (request.Key is not null || request.AkismetKey is not null)
        {
            using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
            trials = await new TryServer(http, url, request.Key, request.AkismetKey).RunAsync(diagnosis, cancellationToken).ConfigureAwait(false);
        }

        if (request.AsJson)
        {
            Output.WriteJson(new { program = diagnosis.Program, stops = diagnosis.Stops, stopsOn = Diagnosis.StopsOn, language = diagnosis.Language, settings = diagnosis.Findings, trials });
        }
        else
        {
            await ShowAsync(diagnosis, trials, request.Key is not null || request.AkismetKey is not null).ConfigureAwait(false);
        }

        return trials.Any(trial => !trial.Ok) ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Source(string file) => file == "-" ? "standard input" : file;

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (Directory.Exists(file))
        {
            throw new CommandFailedException($"{file} is a folder: name the file in it.");
        }

        if (file == "-" && !Console.IsInputRedirected)
        {
            await Console.Error.WriteLineAsync("Paste the configuration, then press Enter and Ctrl+D.").ConfigureAwait(false);
        }

        try
        {
            await using Stream stream = file == "-" ? Console.OpenStandardInput() : new FileStream(file, FileMode.Open, FileAccess.Read);
            using MemoryStream bytes = new();
            byte[] part = new byte[1 << 16];
            int read;
            while ((read = await stream.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0)
            {
                bytes.Write(part, 0, read);
                if (bytes.Length > MaxBytes)
                {
                    throw new CommandFailedException("It is longer than 32 MiB, which no configuration is.");
                }
            }

            return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The file {file} cannot be read: {problem.Message}", problem);
        }
    }

    private static async Task ShowAsync(Diagnosis diagnosis, IReadOnlyList<Trial> trials, bool isTried)
    {
        string name = diagnosis.Program switch { "coral" => "Coral", "discourse" => "Discourse", _ => "WordPress" };
        await Console.Out.WriteLineAsync(diagnosis.Stops ? $"{name}: what is marked \"stops\" ends on 1 January 2027." : $"{name}: nothing in this configuration stops on 1 January 2027.").ConfigureAwait(false);
        foreach (Finding finding in diagnosis.Findings)
        {
            await Console.Out.WriteLineAsync().ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"{finding.Status.ToString().ToLowerInvariant(),-7} {finding.Setting}").ConfigureAwait(false);
            if (finding.Now is not null)
            {
                await Console.Out.WriteLineAsync($"        now {finding.Now}").ConfigureAwait(false);
            }

            if (finding.New is not null)
            {
                await Console.Out.WriteLineAsync($"        new {finding.New.Replace("\n", "\n            ", StringComparison.Ordinal)}").ConfigureAwait(false);
            }

            await Console.Out.WriteLineAsync($"        {finding.Why}").ConfigureAwait(false);
        }

        if (!isTried)
        {
            await Console.Error.WriteLineAsync("\nNothing was tried: give --url and --key to try the new values against the running service.").ConfigureAwait(false);
            return;
        }

        await Console.Out.WriteLineAsync().ConfigureAwait(false);
        Output.WriteTable(["tried", "", "answer"], trials.Select(trial => (IReadOnlyList<string>)[trial.What, trial.Ok ? "ok" : "failed", trial.Said]));
    }

    private sealed record Request(string File, string? Program, string Url, string? Key, string? AkismetKey, bool AsJson);
}
