using System.CommandLine;

namespace Moderation.Server.Commands;

/// <summary><c>moderation health</c>: asks a running service whether it is ready. An image without a shell has no other program for its health check.</summary>
internal static class HealthCommand
{
    private const string DefaultAddress = "http://127.0.0.1:8080";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        Option<Uri> url = new("--url")
        {
            Description = "Address of the service; left out: the first address of ASPNETCORE_URLS",
            DefaultValueFactory = _ => Own(Environment.GetEnvironmentVariable("ASPNETCORE_URLS")),
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? given) && given.Scheme is "http" or "https")
                {
                    return given;
                }

                result.AddError("--url must be an http or https address, such as http://127.0.0.1:8080.");
                return null!;
            },
        };
        Command command = new("health", "Asks a running service whether it is ready and shows the answer. Exit code 0: ready; 1: not, or nobody answers.") { url };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(url), cancellationToken));
        return command;
    }

    /// <summary>Where a service with these addresses is reached from its own machine.</summary>
    /// <param name="urls">As in <c>ASPNETCORE_URLS</c>; null or empty means the default.</param>
    internal static Uri Own(string? urls)
    {
        string first = (urls ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? DefaultAddress;
        string local = first
            .Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://[::]", "://[::1]", StringComparison.Ordinal);
        return Uri.TryCreate(local, UriKind.Absolute, out Uri? address) ? address : new Uri(DefaultAddress);
    }

    private static async Task<int> RunAsync(Uri service, CancellationToken cancellationToken)
    {
        using HttpClient http = new() { Timeout = Deadline };
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(service, "/health/ready"), cancellationToken).ConfigureAwait(false);
            Console.Out.WriteLine(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
            return answer.IsSuccessStatusCode ? ExitCode.Done : ExitCode.Failed;
        }
        catch (HttpRequestException problem)
        {
            throw new CommandFailedException($"Nobody answers at {service}: {problem.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException($"No answer from {service} within {Deadline.TotalSeconds:0} seconds.");
        }
    }
}
