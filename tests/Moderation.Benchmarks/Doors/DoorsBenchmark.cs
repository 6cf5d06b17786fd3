using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Moderation.Benchmarks.Doors;

/// <summary>
/// Asks the doors of other services' clients over 32 connections that never rest, in turns with bare endpoints of the same host that parse the same body and return a
/// constant. The ratio is what a score costs beside HTTP; the rates of a shared machine mean little.
/// </summary>
internal static class DoorsBenchmark
{
    private const int Connections = 32;

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        double seconds = arguments is ["--seconds", string given, ..] ? double.Parse(given, CultureInfo.InvariantCulture) : 5;
        int rounds = arguments is [.., "--rounds", string number] ? int.Parse(number, CultureInfo.InvariantCulture) : 3;
        string directory = Directory.CreateTempSubdirectory("moderation-doors").FullName;
        using Process server = Start(directory);
        try
        {
            using JsonDocument ready = JsonDocument.Parse(await ReadyAsync(server, cancellationToken));
            Uri address = new(ready.RootElement.GetProperty("address").GetString()!);
            foreach ((string name, byte[] door, byte[] bare) in Requests(address, ready.RootElement))
            {
                await MeasureAsync(name, address, door, bare, TimeSpan.FromSeconds(seconds), rounds, cancellationToken);
            }
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(directory, recursive: true);
        }

        return 0;
    }

    private static async Task MeasureAsync(string name, Uri address, byte[] door, byte[] bare, TimeSpan duration, int rounds, CancellationToken cancellationToken)
    {
        LoadResult first = await Load.RunAsync(address, door, 1, TimeSpan.FromMilliseconds(200), cancellationToken);
        if (first.Status != 200)
        {
            Write($"{name}: answers {first.Status}, not measured");
            return;
        }

        foreach (byte[] request in new[] { door, bare })
        {
            await Load.RunAsync(address, request, Connections, Warm, cancellationToken);
        }

        List<LoadResult> doors = [], bares = [];
        for (int round = 0; round < rounds; round++)
        {
            bares.Add(await Load.RunAsync(address, bare, Connections, duration, cancellationToken));
            doors.Add(await Load.RunAsync(address, door, Connections, duration, cancellationToken));
        }

        Print(name, doors);
        Print("  bare endpoint", bares);
        double[] ratios = [.. doors.Zip(bares, (one, other) => one.PerSecond / other.PerSecond).Order()];
        Write($"  ratio {ratios[ratios.Length / 2]:0.00} [{ratios[0]:0.00}, {ratios[^1]:0.00}] of the requests a second, at least 0.5 is the aim");
    }

    private static void Print(string name, List<LoadResult> results)
    {
        LoadResult median = results.OrderBy(result => result.PerSecond).ElementAt(results.Count / 2);
        Write($"{name}: {median.PerSecond:0} requests/s, p50 {median.P50:0.00} ms, p99 {median.P99:0.00} ms, {results.Sum(result => result.Failed)} answers other than 200");
    }

    private static IEnumerable<(string Name, byte[] Door, byte[] Bare)> Requests(Uri address, JsonElement ready)
    {
        string key = ready.GetProperty("key").GetString()!;
        string text = "The old bridge was closed in 2019, not 2020, and the ferry took twice as long. I walked across this morning with my children; the lamps on the railing are beautiful, and you can see the mill from there.";
        string json = JsonSerializer.Serialize(new { comment = new { text }, languages = new[] { "en" }, requestedAttributes = new { TOXICITY = new { } }, doNotStore = true });
        yield return ("analyze", Post(address, $"/v1alpha1/comments:analyze?key={key}", "application/json", json), Post(address, "/bare/json", "application/json", json));

        string form = string.Join('&', new Dictionary<string, string>
        {
            ["api_key"] = ready.GetProperty("akismetKey").GetString()!,
            ["blog"] = "https://gazette.example",
            ["user_ip"] = "203.0.113.9",
            ["user_agent"] = "Mozilla/5.0",
            ["permalink"] = "https://gazette.example/2026/bridge",
            ["comment_type"] = "comment",
            ["comment_author"] = "Ana",
            ["comment_author_email"] = "ana@example.net",
            ["comment_content"] = text,
        }.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        yield return ("comment-check", Post(address, "/1.1/comment-check", "application/x-www-form-urlencoded", form), Post(address, "/bare/form", "application/x-www-form-urlencoded", form));
    }

    private static byte[] Post(Uri address, string path, string type, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: {type}\r\nContent-Length: {bytes.Length}\r\n\r\n")), .. bytes];
    }

    /// <summary>The host is a process of its own, so that both sides of the ratio pay the same for the caller.</summary>
    private static Process Start(string directory)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, ["doors-host"]) { WorkingDirectory = directory, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Moderation__DataDirectory"] = directory;
        start.Environment["Moderation__RateLimits__ApiKeyRequestsPerSecond"] = "10000000";
        // The doors are measured, not the reading of sentences behind them.
        start.Environment["Moderation__BaseModel"] = "words";
        return Process.Start(start)!;
    }

    private static async Task<string> ReadyAsync(Process server, CancellationToken cancellationToken)
    {
        while (await server.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith('{'))
            {
                return line;
            }
        }

        throw new InvalidOperationException("The host ended before it was ready.");
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
